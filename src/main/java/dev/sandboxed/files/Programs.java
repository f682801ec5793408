package dev.sandboxed.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds programs on PATH.
 *
 * <p>What sandboxed runs on the host must not come from a place that an agent can write: a {@code
 * bwrap} planted in the project's {@code bin/} would run outside every sandbox. So relative entries
 * of PATH and those inside the project are left out.
 */
public final class Programs {

  private final Inquiry inquiry;
  private final List<Path> directories;
  private final List<Path> excluded;

  private Programs(Inquiry inquiry, List<Path> directories, Collection<Path> excluded) {
    this.inquiry = inquiry;
    this.directories = List.copyOf(directories);
    this.excluded = List.copyOf(excluded);
  }

  /** The programs in all absolute entries of a PATH. */
  public static Programs on(Inquiry inquiry, String path) {
    List<Path> directories = new ArrayList<>();
    for (String entry : path.split(":", -1)) {
      if (entry.startsWith("/")) {
        directories.add(Path.of(entry));
      }
    }
    return new Programs(inquiry, directories, List.of());
  }

  /** The programs in these directories; earlier ones come first. */
  public static Programs in(Inquiry inquiry, List<Path> directories) {
    return new Programs(inquiry, directories, List.of());
  }

  /** The same without what lies in one of these places or leads into it. */
  public Programs outside(Collection<Path> places) {
    return new Programs(
        inquiry,
        directories.stream()
            .filter(entry -> isNotIn(places, entry))
            .filter(entry -> isNotIn(places, PathProbe.look(inquiry, entry).real()))
            .toList(),
        places);
  }

  private static boolean isNotIn(Collection<Path> places, Path path) {
    return places.stream().noneMatch(path::startsWith);
  }

  /** The first executable file with that name, as PATH names it. */
  public Optional<Path> find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> inquiry.isFile(file) && inquiry.isExecutable(file))
        .filter(
            file -> excluded.isEmpty() || isNotIn(excluded, PathProbe.look(inquiry, file).real()))
        .findFirst();
  }

  /** How they are looked for. */
  public Inquiry inquiry() {
    return inquiry;
  }

  public List<Path> directories() {
    return directories;
  }

  /**
   * An environment with these directories as its PATH: for a program that starts others by name, as
   * every script does whose first line names {@code env}.
   *
   * @param base all other variables
   */
  public Map<String, String> environment(Map<String, String> base) {
    Map<String, String> environment = new HashMap<>(base);
    environment.put(
        "PATH", directories.stream().map(Path::toString).collect(Collectors.joining(":")));
    return environment;
  }
}
