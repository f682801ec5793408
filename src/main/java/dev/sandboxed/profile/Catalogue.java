package dev.sandboxed.profile;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileLibrary.Listing;
import dev.sandboxed.toml.Suggestion;
import dev.sandboxed.toml.TextRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The files of one kind on all shelves, which are asked in order.
 *
 * @param kind {@code profile} or {@code agent}
 * @param subdirectory the directory on each shelf, with a leading slash; may be empty
 */
record Catalogue<T>(
    String kind,
    String subdirectory,
    List<ProfileDirectory> shelves,
    TextSource source,
    Reader<T> reader,
    Function<T, String> description) {

  private static final String SUFFIX = ".toml";

  Catalogue {
    shelves = List.copyOf(shelves);
  }

  /** Turns the text of one file into what it means. */
  @FunctionalInterface
  interface Reader<T> {
    Reading<T> read(String name, String path, String text);
  }

  /** What was read, and the number of its shelf, counted from 0; -1 if it is on none. */
  record Placed<T>(int shelf, Reading<T> reading) {}

  /** The first file of this name on shelf number {@code from}, counted from 0, or a later one. */
  Optional<Placed<T>> find(String name, int from) {
    for (int shelf = from; shelf < shelves.size(); shelf++) {
      String path = path(shelves.get(shelf), name);
      Optional<String> text = source.read(path);
      if (text.isPresent()) {
        return Optional.of(new Placed<>(shelf, reader.read(name, path, text.get())));
      }
    }
    return Optional.empty();
  }

  /**
   * One file that a person names, in front of all shelves.
   *
   * @throws UserFailure if it is not there, or not called after what it holds
   */
  Placed<T> at(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    if (!file.endsWith(SUFFIX)) {
      throw new UserFailure(
          Problem.of(
              kind + ".not-toml",
              path + " is not a file of a " + kind + ": its name does not end with " + SUFFIX,
              "rename it, or name a " + kind + " without a slash"));
    }
    String name = file.substring(0, file.length() - SUFFIX.length());
    requireName(name);
    String text =
        source
            .read(path)
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of("file.missing", "there is no file " + path, "is its name right?")));
    return new Placed<>(-1, reader.read(name, path, text));
  }

  /** Refuses what is not a name, so that {@code ../x} never becomes a path. */
  void requireName(String name) {
    TextRule rule = TextRule.PROFILE_NAME;
    if (!rule.holds().test(name)) {
      String message = Quoted.of(name) + " " + rule.objection();
      throw new UserFailure(Problem.of(kind + "." + rule.code(), message, rule.hint()));
    }
  }

  /** The problem that nothing has this name; {@code where} is the place that asked for it. */
  Problem unknown(String name, Optional<SourcePosition> where) {
    List<String> names = list().stream().map(Listing::name).distinct().sorted().toList();
    List<String> hint = new ArrayList<>();
    Suggestion.nearest(name, names)
        .ifPresent(near -> hint.add("did you mean " + Quoted.of(near) + "?"));
    hint.add("there are: " + String.join(", ", names));
    shelves.forEach(shelf -> hint.add("looked for " + path(shelf, name)));
    String message = "there is no " + kind + " " + Quoted.of(name);
    return new Problem(kind + ".unknown", message, where, String.join("\n", hint));
  }

  /** All of them, shelf by shelf, sorted by name within each. */
  List<Listing> list() {
    Set<String> seen = new HashSet<>();
    List<Listing> listings = new ArrayList<>();
    for (ProfileDirectory shelf : shelves) {
      source.list(shelf.directory() + subdirectory).stream()
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .filter(TextRule.PROFILE_NAME.holds())
          .sorted()
          .forEach(name -> listings.add(listing(name, shelf, !seen.add(name))));
    }
    return listings;
  }

  /** What every file without problems means, the shadowed ones too. */
  List<T> values() {
    List<T> values = new ArrayList<>();
    for (Listing listed : list()) {
      if (listed.problems().isEmpty()) {
        String text = source.read(listed.file()).orElse("");
        values.add(reader.read(listed.name(), listed.file(), text).value());
      }
    }
    return values;
  }

  private Listing listing(String name, ProfileDirectory shelf, boolean shadowed) {
    String path = path(shelf, name);
    try {
      Reading<T> reading = reader.read(name, path, source.read(path).orElse(""));
      String about = description.apply(reading.value());
      return new Listing(name, shelf, path, about, shadowed, reading.problems());
    } catch (UserFailure unreadable) {
      return new Listing(name, shelf, path, "", shadowed, unreadable.problems());
    }
  }

  private String path(ProfileDirectory shelf, String name) {
    return shelf.directory() + subdirectory + "/" + name + SUFFIX;
  }
}
