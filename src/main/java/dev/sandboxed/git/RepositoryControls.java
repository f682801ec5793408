package dev.sandboxed.git;

import dev.sandboxed.files.Inquiry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what git obeys in one repository: its own files, those of its submodules at any depth, and
 * the administration of other work trees, as in gitrepository-layout(5).
 */
final class RepositoryControls {

  private static final String OBEYED = "git would later obey it outside the sandbox";
  private static final String HOOKS = "hooks";
  private static final String OTHERS = "another work tree is lost without it";

  /** The files that name commands, or other files that do. */
  private static final List<String> FILES =
      List.of(
          "config",
          "config.worktree",
          "commondir",
          HOOKS,
          "info/attributes",
          "objects/info/alternates",
          "objects/info/http-alternates");

  private static final List<String> CONFIGURATIONS = List.of("config", "config.worktree");

  /** Which of these a work tree's own part has, and the file that says where the tree lies. */
  private static final List<String> OF_A_WORK_TREE =
      List.of("commondir", "config.worktree", "gitdir");

  /**
   * What another work tree cannot do without. Not all of its part, because git writes other files
   * there when it collects garbage.
   */
  private static final List<String> OF_ANOTHER =
      List.of("HEAD", "commondir", "config.worktree", "gitdir", "index", "locked");

  /** Of these, the ones that git replaces when somebody works in that tree, and does not obey. */
  private static final List<String> OFTEN_REPLACED = List.of("HEAD", "index");

  /** The directories that git looks through: a symlink in the place of one leads elsewhere. */
  private static final List<String> DIRECTORIES =
      List.of("info", "modules", "objects", "objects/info", "worktrees");

  private final List<GitControl> controls = new ArrayList<>();
  private final List<Path> repositories = new ArrayList<>();
  private final List<Path> otherTrees = new ArrayList<>();
  private final Inquiry inquiry;
  private final Look look;
  private final Path project;

  private RepositoryControls(Inquiry inquiry, Path project) {
    this.inquiry = inquiry;
    this.look = new Look(inquiry);
    this.project = project;
  }

  /**
   * Looks through a repository.
   *
   * @param common the repository's directory
   * @param own this work tree's own part of it; the same directory if it has none
   * @param project the work tree, where the agent can write
   * @throws dev.sandboxed.problem.UserFailure if a part of it cannot be looked at
   */
  static RepositoryControls of(Inquiry inquiry, Path common, Path own, Path project) {
    RepositoryControls found = new RepositoryControls(inquiry, project);
    found.repository(common, own);
    return found;
  }

  /** What is kept from the agent, repository by repository. */
  List<GitControl> controls() {
    return List.copyOf(controls);
  }

  /** The repository itself and those of its submodules. */
  List<Path> repositories() {
    return List.copyOf(repositories);
  }

  /**
   * The {@code .git} files of other work trees. If git inside does not see one, it thinks that the
   * tree is gone, and removes what is known of it.
   */
  List<Path> otherTrees() {
    return List.copyOf(otherTrees);
  }

  private void repository(Path common, Path own) {
    repositories.add(common);
    obeyed(common);
    for (Path tree : look.entries(common.resolve("worktrees"))) {
      if (tree.equals(own)) {
        OF_A_WORK_TREE.forEach(file -> add(tree.resolve(file), OBEYED));
      } else {
        other(tree);
      }
      below(tree.resolve("modules"));
    }
    below(common.resolve("modules"));
  }

  private void obeyed(Path repository) {
    for (String file : FILES) {
      Path path = repository.resolve(file);
      // A submodule may have this name.
      if (!look.isDirectory(path) || (file.equals(HOOKS) && !look.isThere(path.resolve("HEAD")))) {
        add(path, OBEYED);
      }
    }
    DIRECTORIES.stream()
        .map(repository::resolve)
        .filter(look::isSymlink)
        .forEach(link -> add(link, OBEYED));
    hooks(repository.resolve(HOOKS));
  }

  /** For a hook that is a symlink, the file that it leads to counts. */
  private void hooks(Path directory) {
    for (Path hook : look.entries(directory)) {
      if (look.isSymlink(hook)) {
        look.target(hook)
            .filter(target -> target.startsWith(project))
            .ifPresent(target -> add(target, "the hook " + hook.getFileName() + " leads there"));
      } else {
        look.requireOneName(hook);
      }
    }
  }

  /**
   * A tree that is gone on the host, too, may be forgotten. One in the project is the agent's,
   * which makes and removes such trees.
   */
  private void other(Path part) {
    Optional<Path> pointer = pointer(part);
    boolean ours = pointer.filter(file -> file.startsWith(project)).isPresent();
    if (!ours && (pointer.isPresent() || look.isThere(part.resolve("locked")))) {
      OF_ANOTHER.forEach(file ->
          add(
              new GitControl(
                  part.resolve(file),
                  OTHERS,
                  OFTEN_REPLACED.contains(file)
                      ? GitControl.Kind.NEEDED
                      : GitControl.Kind.OBEYED)));
    }
    pointer.ifPresent(otherTrees::add);
  }

  /**
   * The file that leads to a part, according to the part. An agent may have written the part, so
   * the file must say the same: no other file is ever shown because of it.
   */
  private Optional<Path> pointer(Path part) {
    return PointerProbe.named(inquiry, part, part.resolve("gitdir"))
        .filter(file -> file.endsWith(".git"))
        .filter(file ->
            PointerProbe.look(inquiry, file.resolveSibling("")) instanceof GitPointer.Leads leads
                && leads.directory().equals(part));
  }

  /**
   * A submodule's name can have slashes, and an agent can make directories look like something
   * else. So every directory counts, whether it looks like a repository now or not.
   */
  private void below(Path directory) {
    for (Path entry : look.entries(directory)) {
      if (look.isDirectory(entry)) {
        obeyed(entry);
        if (look.isThere(entry.resolve("HEAD"))) {
          repositories.add(entry);
        }
        look.entries(entry.resolve("worktrees")).forEach(this::other);
        below(entry);
      }
    }
  }

  private void add(Path path, String why) {
    boolean configuration =
        CONFIGURATIONS.contains(String.valueOf(path.getFileName())) && look.isFile(path);
    add(
        new GitControl(
            path, why, configuration ? GitControl.Kind.CONFIGURATION : GitControl.Kind.OBEYED));
  }

  private void add(GitControl control) {
    if (!controls.contains(control) && look.isThere(control.path())) {
      look.requireOneName(control.path());
      controls.add(control);
    }
  }
}
