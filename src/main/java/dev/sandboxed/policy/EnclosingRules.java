package dev.sandboxed.policy;

import dev.sandboxed.host.Glob;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the masks and protections of a project say about a directory in it. An agent can make a
 * directory below a project one of its own, for whoever starts there next: what the project around
 * it keeps closed has to stay so.
 */
public final class EnclosingRules {

  private static final String ANY = "**";

  private EnclosingRules() {}

  /**
   * Those of the rules that reach into the project, seen from there.
   *
   * @param enclosing the project whose rules they are
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
      return new PathRule(rule.access(), rest, true, rule.origin());
    }
    // The project itself: what is protected is granted read-only, or it would not be there.
    Access access = rule.access() == Access.PROTECT ? Access.READ : rule.access();
    return new PathRule(access, ".", true, rule.origin());
  }

  /** What is left of a pattern for what lies below a directory; empty for the directory itself. */
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
        // It crosses directories in the middle of a name: whatever ends as it does.
        List<String> ending = new ArrayList<>(List.of(first.substring(first.lastIndexOf(ANY))));
        ending.addAll(others);
        rests.add(String.join("/", ending));
      } else if (matches(first, way.getFirst())) {
        // A directory above the project is restricted with all that is in it.
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
