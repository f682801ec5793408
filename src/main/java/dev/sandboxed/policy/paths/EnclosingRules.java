package dev.sandboxed.policy.paths;

import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The masks and protections of a project, as they apply to a directory in it. An agent can turn a
 * directory below a project into a project of its own, for whoever starts there next: what the
 * enclosing project keeps closed must stay closed.
 */
public final class EnclosingRules {

  private static final String ANY = "**";

  private EnclosingRules() {}

  /**
   * The rules that reach into the project, seen from there.
   *
   * @param enclosing the project that the rules belong to
   * @param project a directory in it
   */
  public static List<PathRule> of(List<PathRule> rules, Path enclosing, Path project) {
    List<String> way = components(enclosing.relativize(project).toString());
    List<PathRule> reaching = new ArrayList<>();
    for (PathRule rule : rules) {
      if (restricts(rule) && isRelative(rule.pattern())) {
        String pattern = Path.of(rule.pattern()).normalize().toString();
        for (String rest : below(components(pattern), way)) {
          reaching.add(seenFromInside(rule, rest));
        }
      }
    }
    return reaching;
  }

  private static boolean restricts(PathRule rule) {
    return rule.access() == Access.DENY || rule.access() == Access.PROTECT;
  }

  private static boolean isRelative(String pattern) {
    return !pattern.startsWith("/") && !pattern.startsWith("~") && !pattern.startsWith("$");
  }

  private static PathRule seenFromInside(PathRule rule, String rest) {
    if (!rest.isEmpty()) {
      return new PathRule(rule.access(), rest, true, rule.spared(), rule.origin());
    }
    // The project itself: if it is protected, it is granted read-only, or it would be missing.
    Access access = rule.access() == Access.PROTECT ? Access.READ : rule.access();
    return new PathRule(access, ".", true, rule.origin());
  }

  /** The rest of a pattern, seen from a directory below; empty for the directory itself. */
  private static Set<String> below(List<String> pattern, List<String> way) {
    Set<String> rests = new LinkedHashSet<>();
    if (way.isEmpty()) {
      rests.add(String.join("/", pattern));
    } else if (!pattern.isEmpty()) {
      String first = pattern.getFirst();
      List<String> others = pattern.subList(1, pattern.size());
      List<String> deeper = way.subList(1, way.size());
      if (first.equals(ANY)) {
        rests.addAll(below(pattern, deeper));
        rests.addAll(below(others, way));
      } else if (first.contains(ANY)) {
        // It crosses directories in the middle of a name: it matches whatever ends as it does.
        List<String> ending = new ArrayList<>(List.of(first.substring(first.lastIndexOf(ANY))));
        ending.addAll(others);
        rests.add(String.join("/", ending));
      } else if (matches(first, way.getFirst())) {
        // A directory above the project is restricted with everything in it.
        rests.addAll(others.isEmpty() ? Set.of("") : below(others, deeper));
      }
    }
    return rests;
  }

  private static boolean matches(String pattern, String name) {
    return Glob.isGlob(pattern)
        ? new Glob(Path.of("/"), pattern).matcher().matches(Path.of(name))
        : pattern.equals(name);
  }

  private static List<String> components(String path) {
    return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
  }
}
