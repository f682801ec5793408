package dev.sandboxed.host.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the patterns that a file's name alone does not rule out: of a hundred thousand names, a
 * look into a table settles all but a few.
 */
final class NameIndex {

  /** The text between the wildcards of a name: at its beginning, at its end, and in between. */
  private record Part(String beginning, String end, List<String> between, Glob glob) {

    static Part of(String name, Glob glob) {
      List<String> literals = List.of(name.split("[*?]", -1));
      return new Part(
          literals.getFirst(), literals.getLast(), literals.subList(1, literals.size() - 1), glob);
    }

    boolean allows(String name) {
      return name.startsWith(beginning)
          && name.endsWith(end)
          && between.stream().allMatch(name::contains);
    }
  }

  private final Map<String, List<Glob>> whole = new HashMap<>();
  private final Map<String, List<Glob>> byEnding = new HashMap<>();
  private final Map<Character, List<Part>> byFirst = new HashMap<>();
  private final Map<Character, List<Part>> byLast = new HashMap<>();
  private final List<Part> others = new ArrayList<>();

  NameIndex(Collection<Glob> globs) {
    globs.forEach(this::add);
  }

  private void add(Glob glob) {
    String name = glob.pattern().substring(glob.pattern().lastIndexOf('/') + 1);
    if (!Glob.isGlob(name)) {
      whole.computeIfAbsent(name, _ -> new ArrayList<>()).add(glob);
    } else if (name.startsWith("*.") && isEnding(name.substring(1))) {
      byEnding.computeIfAbsent(name.substring(1), _ -> new ArrayList<>()).add(glob);
    } else {
      add(Part.of(name, glob));
    }
  }

  private void add(Part part) {
    if (!part.beginning().isEmpty()) {
      byFirst.computeIfAbsent(part.beginning().charAt(0), _ -> new ArrayList<>()).add(part);
    } else if (!part.end().isEmpty()) {
      byLast.computeIfAbsent(last(part.end()), _ -> new ArrayList<>()).add(part);
    } else {
      others.add(part);
    }
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  private static boolean isEnding(String text) {
    return !Glob.isGlob(text) && text.lastIndexOf('.') == 0;
  }

  /** The patterns that may match a path with this last component, which is not empty. */
  List<Glob> candidates(String name) {
    List<Glob> found = new ArrayList<>(0);
    found.addAll(whole.getOrDefault(name, List.of()));
    int dot = name.lastIndexOf('.');
    if (dot >= 0) {
      found.addAll(byEnding.getOrDefault(name.substring(dot), List.of()));
    }
    collect(byFirst.getOrDefault(name.charAt(0), List.of()), name, found);
    collect(byLast.getOrDefault(last(name), List.of()), name, found);
    collect(others, name, found);
    return found;
  }

  private static void collect(List<Part> parts, String name, List<Glob> found) {
    for (Part part : parts) {
      if (part.allows(name)) {
        found.add(part.glob());
      }
    }
  }
}
