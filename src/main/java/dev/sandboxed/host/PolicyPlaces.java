package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where profiles and agent definitions are read from, the person's and the machine's. What is
 * written there decides the next launch.
 *
 * @param places each directory, and each file in it that is a symlink
 * @param links every symlink on the way to these and to sandboxed's own directories
 */
record PolicyPlaces(Set<Path> places, Set<Path> links) {

  private static final Path MACHINE = Path.of("/etc/sandboxed/profiles");

  private static final String AGENTS = "agents";

  /**
   * Looks for these places.
   *
   * @param own sandboxed's own directories
   * @param configurations those of them with profiles in them
   * @throws UserFailure if one is a symlink that leads nowhere: its target could be created inside
   */
  static PolicyPlaces of(Inquiry inquiry, List<Path> own, Set<Path> configurations) {
    PolicyPlaces found = new PolicyPlaces(new LinkedHashSet<>(), new LinkedHashSet<>());
    own.forEach(directory -> found.links.addAll(PathProbe.links(inquiry, directory)));
    configurations.forEach(directory -> found.profiles(inquiry, directory.resolve("profiles")));
    found.profiles(inquiry, MACHINE);
    return found;
  }

  private void profiles(Inquiry inquiry, Path profiles) {
    directory(inquiry, profiles);
    directory(inquiry, profiles.resolve(AGENTS));
  }

  private void directory(Inquiry inquiry, Path directory) {
    place(inquiry, directory);
    List<Path> entries = new ArrayList<>();
    new TextFiles(inquiry)
        .names(directory.toString())
        .forEach(name -> entries.add(directory.resolve(name)));
    entries.stream().filter(inquiry::isSymlink).forEach(entry -> place(inquiry, entry));
  }

  private void place(Inquiry inquiry, Path path) {
    if (!inquiry.exists(path)) {
      if (inquiry.isSymlink(path)) {
        throw new UserFailure(
            Problem.of(
                "host.dangling-policy",
                path + " is a symlink that leads nowhere, and profiles are read from there",
                "remove it, or create what it leads to"));
      }
      return;
    }
    links.addAll(PathProbe.links(inquiry, path));
    places.add(path);
  }
}
