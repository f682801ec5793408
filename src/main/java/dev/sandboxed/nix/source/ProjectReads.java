package dev.sandboxed.nix.source;

import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Turns the paths that an evaluation named into the ones that they mean in the project: a path
 * through a link is a look at the link and a look at its target, and a path below something missing
 * is a look at what is missing.
 */
public final class ProjectReads {

  // The kernel's own limit, path_resolution(7).
  private static final int MOST_LINKS = 40;

  private final Path project;
  private final ProjectSource source;
  private final SortedSet<String> paths = new TreeSet<>();
  private final SortedSet<String> listed = new TreeSet<>();

  private ProjectReads(LocalFlake flake) {
    this.project = flake.top();
    this.source = new ProjectSource(flake);
  }

  /**
   * What an evaluation reads of the project: what it named, and what lies on the way there.
   *
   * @param named see {@link ReadTrace}
   */
  public static ReadSet of(LocalFlake flake, ReadSet named) {
    ProjectReads looks = new ProjectReads(flake);
    named.paths().forEach(path -> looks.follow(path, named.listed().contains(path)));
    return new ReadSet(looks.paths, looks.listed);
  }

  private void follow(String named, boolean opened) {
    if (named.equals(LocalFlake.TOP)) {
      if (opened) {
        paths.add(named);
        listed.add(named);
      }
      return;
    }
    Deque<String> rest = new ArrayDeque<>(List.of(named.split("/")));
    Path here = Path.of("");
    int links = 0;
    while (!rest.isEmpty()) {
      here = here.resolve(rest.remove()).normalize();
      String path = here.toString();
      if (path.isEmpty()) {
        continue;
      }
      if (!ProjectSource.isPart(path)) {
        return; // For an evaluation, nothing is there.
      }
      switch (source.look(path)) {
        case SourceEntry.Absent absent -> {
          paths.add(path);
          return;
        }
        case SourceEntry.Link(String target) -> {
          paths.add(path);
          if (target.startsWith("/")) {
            return;
          }
          if (++links > MOST_LINKS) {
            throw loop(path);
          }
          List.of(target.split("/")).reversed().forEach(rest::addFirst);
          here = here.resolveSibling("");
        }
        case SourceEntry.Directory directory -> {
          if (rest.isEmpty()) {
            paths.add(path);
            if (opened) {
              listed.add(path);
            }
          }
        }
        case SourceEntry.RegularFile file -> {
          paths.add(path);
          return;
        }
        case SourceEntry.Other other -> {
          paths.add(path);
          return;
        }
      }
    }
  }

  private UserFailure loop(String path) {
    return new UserFailure(
        Problem.of(
            "devshell.link-loop",
            "%s is a link that leads back to itself".formatted(project.resolve(path)),
            "Remove it."));
  }
}
