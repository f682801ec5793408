package dev.sandboxed.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what git obeys in one repository: its own files, those of its submodules at any depth, and
 * the administration of other work trees, as gitrepository-layout(5) has them.
 */
final class RepositoryControls {

  private static final String OBEYED = "git would obey it outside the sandbox later";
  private static final String OTHERS = "another work tree is lost without it";

  /** What names commands or other files that do. */
  private static final List<String> FILES =
      List.of(
          "config",
          "config.worktree",
          "commondir",
          "hooks",
          "info/attributes",
          "objects/info/alternates",
          "objects/info/http-alternates");

  /** What a work tree's own part has of these, and what says where it lies. */
  private static final List<String> OF_A_WORK_TREE =
      List.of("commondir", "config.worktree", "gitdir");

  /**
   * What another work tree cannot do without. Not all of its part, as git writes beside these when
   * it collects garbage.
   */
  private static final List<String> OF_ANOTHER =
      List.of("HEAD", "commondir", "config.worktree", "gitdir", "index", "locked");

  // There are 256 of the one and thousands of files in the other, and never a repository.
  private static final Pattern FAN_OUT = Pattern.compile("[0-9a-f]{2}");
  private static final Set<String> PACKS = Set.of("pack");

  private final List<GitControl> controls = new ArrayList<>();
  private final List<Path> repositories = new ArrayList<>();
  private final List<Path> otherTrees = new ArrayList<>();

  private RepositoryControls() {}

  /**
   * Looks through a repository.
   *
   * @param common the repository's directory
   * @param own this work tree's own part of it; the same where it has none
   * @throws dev.sandboxed.problem.UserFailure if something of it cannot be looked at
   */
  static RepositoryControls of(Path common, Path own) {
    RepositoryControls found = new RepositoryControls();
    found.repository(common, own);
    return found;
  }

  /** In the order of their names. */
  List<GitControl> controls() {
    return List.copyOf(controls);
  }

  /** The repository itself and those of its submodules. */
  List<Path> repositories() {
    return List.copyOf(repositories);
  }

  /**
   * The {@code .git} files of other work trees. Where git inside does not see one, it thinks that
   * tree is gone, and removes what is known of it.
   */
  List<Path> otherTrees() {
    return List.copyOf(otherTrees);
  }

  private void repository(Path common, Path own) {
    repositories.add(common);
    FILES.forEach(file -> add(common.resolve(file), OBEYED));
    for (Path tree : Look.entries(common.resolve("worktrees"))) {
      if (tree.equals(own)) {
        OF_A_WORK_TREE.forEach(file -> add(tree.resolve(file), OBEYED));
      } else {
        other(tree);
      }
      below(tree.resolve("modules"));
    }
    below(common.resolve("modules"));
  }

  /** One that is gone on the host, too, may be forgotten. */
  private void other(Path part) {
    Optional<Path> pointer = pointer(part);
    if (pointer.isPresent() || Look.isThere(part.resolve("locked"))) {
      OF_ANOTHER.forEach(file -> add(part.resolve(file), OTHERS));
    }
    pointer.ifPresent(otherTrees::add);
  }

  /**
   * The file that leads to a part, as the part says. An agent may have written the latter, so the
   * former has to say so, too: no other file is ever shown for that.
   */
  private static Optional<Path> pointer(Path part) {
    return PointerProbe.named(part, part.resolve("gitdir"))
        .filter(file -> file.endsWith(".git"))
        .filter(file ->
            PointerProbe.look(file.resolveSibling("")) instanceof GitPointer.Leads leads
                && leads.directory().equals(part));
  }

  /** A submodule's name can have slashes, and an agent can make directories look like another. */
  private void below(Path directory) {
    for (Path entry : Look.entries(directory)) {
      if (Look.isDirectory(entry) && !isOfObjects(entry)) {
        if (Look.isThere(entry.resolve("HEAD"))) {
          repositories.add(entry);
          FILES.forEach(file -> add(entry.resolve(file), OBEYED));
          Look.entries(entry.resolve("worktrees")).forEach(this::other);
        }
        below(entry);
      }
    }
  }

  private static boolean isOfObjects(Path directory) {
    String name = String.valueOf(directory.getFileName());
    return directory.resolveSibling("").endsWith("objects")
        && (FAN_OUT.matcher(name).matches() || PACKS.contains(name));
  }

  private void add(Path path, String why) {
    GitControl control = new GitControl(path, why);
    if (!controls.contains(control) && Look.isThere(path)) {
      controls.add(control);
    }
  }
}
