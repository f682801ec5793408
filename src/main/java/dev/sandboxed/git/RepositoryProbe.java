package dev.sandboxed.git;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.Project;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the repository of a project, wherever it lies, and the files that git obeys there. */
public final class RepositoryProbe {

  private static final String POINTER =
      "names the repository that git will later use outside the sandbox";
  private static final String PLACE = "keeps the project's repository in its place";

  /** The entries of a repository that are git's, from gitrepository-layout(5) and path.c. */
  private static final Set<String> OF_GIT =
      Set.of(
          "branches",
          "config",
          "config.worktree",
          "description",
          "hooks",
          "index",
          "info",
          "lfs",
          "logs",
          "modules",
          "objects",
          "packed-refs",
          "refs",
          "reftable",
          "remotes",
          "rr-cache",
          "shallow",
          "worktrees");

  // HEAD, FETCH_HEAD, ORIG_HEAD and everything else that git names like this.
  private static final Pattern PSEUDO_REFERENCE = Pattern.compile("[A-Z_]*HEAD");

  // git-config(1), core.sharedRepository.
  private static final Set<String> NOT_SHARED = Set.of("", "umask", "false", "no", "off", "0");

  private static final Path SYSTEM = Path.of("/etc/gitconfig");

  private static final List<String> CONFIGURATIONS = List.of("config", "config.worktree");

  private final Inquiry inquiry;
  private final Look look;
  private final Path project;
  private final List<Path> writable = new ArrayList<>();
  private final List<Path> readable = new ArrayList<>();
  private final List<GitControl> controls = new ArrayList<>();
  private final List<Path> outside = new ArrayList<>();
  private final List<Path> alternates = new ArrayList<>();
  private final ConfiguredFiles configured;
  private Optional<Path> directory = Optional.empty();
  private boolean shared;

  private RepositoryProbe(Inquiry inquiry, Path project, Path home) {
    this.inquiry = inquiry;
    this.look = new Look(inquiry);
    this.project = project;
    this.configured = new ConfiguredFiles(inquiry, project, home);
  }

  /**
   * Looks at a project and everything that git may read for it.
   *
   * @param pointer what the {@code .git} of the project is
   * @param accepted whether a repository elsewhere that it names may be shown
   * @param programs none of them from the project
   * @throws dev.sandboxed.problem.UserFailure if something that git may obey cannot be looked at
   */
  public static GitFacts look(
      Project project,
      GitPointer pointer,
      boolean accepted,
      Programs programs,
      GitEnvironment persons) {
    Path top = project.directory();
    RepositoryProbe probe = new RepositoryProbe(programs.inquiry(), top, persons.home());
    probe.own(pointer, accepted);
    Stream.concat(Stream.of(SYSTEM), persons.files().stream())
        .forEach(file -> probe.configured.read(file, top));
    probe.configured.read(
        GitConfig.ofEnvironment(persons.environment()), top.resolve("GIT_CONFIG_COUNT"), top);
    project.enclosing().forEach(probe::around);
    probe.controls.addAll(probe.configured.controls());
    IncludeProbe included =
        IncludeProbe.probe(programs, persons.home(), persons.files(), top, probe.directory);
    return new GitFacts(
        probe.directory,
        probe.writable,
        probe.readable,
        probe.controls.stream().distinct().toList(),
        probe.configured.absent(),
        probe.outside,
        probe.shared,
        included.files(),
        included.programs(),
        probe.alternates);
  }

  /** Finds what the repository of an enclosing project obeys in this one. */
  private void around(Path enclosing) {
    Path git = enclosing.resolve(".git");
    Path repository =
        PointerProbe.look(inquiry, enclosing) instanceof GitPointer.Leads leads
            ? leads.common()
            : git;
    CONFIGURATIONS.forEach(name -> configured.read(repository.resolve(name), enclosing));
  }

  private void own(GitPointer pointer, boolean accepted) {
    Path git = project.resolve(".git");
    if (look.isDirectory(git)) {
      directory = Optional.of(git);
      repository(git, git);
      if (controls.isEmpty()) {
        // Renamed, it would make a directory above the project of the next launch.
        controls.add(new GitControl(git, PLACE, GitControl.Kind.OBEYED));
      }
    } else if (look.isThere(git)) {
      controls.add(new GitControl(git, POINTER, GitControl.Kind.OBEYED));
      if (pointer instanceof GitPointer.Leads leads) {
        behind(leads, accepted);
      }
    } else if (look.resemblesRepository(project)) {
      directory = Optional.of(project);
      repository(project, project);
    }
  }

  /** The agent can write in the project anyway, so only what git obeys there is at stake. */
  private void behind(GitPointer.Leads leads, boolean accepted) {
    boolean elsewhere = !leads.common().startsWith(project);
    if (accepted || !elsewhere) {
      directory = Optional.of(leads.directory());
      repository(leads.common(), leads.directory());
    }
    if (accepted && elsewhere) {
      grant(leads);
    }
  }

  private void repository(Path common, Path own) {
    RepositoryControls found = RepositoryControls.of(inquiry, common, own, project);
    controls.addAll(found.controls());
    shared |=
        look.bytes(common.resolve("config"))
            .flatMap(text -> GitConfig.parse(text).last("core.sharedrepository"))
            .filter(mode -> !NOT_SHARED.contains(mode.toLowerCase(Locale.ROOT)))
            .isPresent();
    borrows(common.resolve("objects"));
    found.otherTrees().stream().filter(tree -> !tree.startsWith(project)).forEach(readable::add);
    for (Path repository : found.repositories()) {
      Path workTree = workTree(repository);
      CONFIGURATIONS.forEach(name -> configured.read(repository.resolve(name), workTree));
    }
    configured.read(own.resolve("config.worktree"), project);
  }

  /** As link_alt_odb_entries in git's object-file.c, without names in quotes. */
  private void borrows(Path objects) {
    look.bytes(objects.resolve("info/alternates")).flatMap(Look::text).stream()
        .flatMap(String::lines)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("\""))
        .forEach(line -> {
          try {
            alternates.add(objects.resolve(line).normalize());
          } catch (InvalidPathException notAPath) {
            // git finds nothing there either.
          }
        });
  }

  /** The work tree of a submodule is elsewhere. */
  private Path workTree(Path repository) {
    return look.bytes(repository.resolve("config"))
        .flatMap(text -> GitConfig.parse(text).last("core.worktree"))
        .flatMap(Look::text)
        .map(tree -> repository.resolve(tree).normalize())
        .orElse(project);
  }

  private void grant(GitPointer.Leads leads) {
    Path common = leads.common();
    outside.add(common);
    if (!holdsWorkTrees(common)) {
      writable.add(common);
      return;
    }
    for (Path entry : look.entries(common)) {
      String name = String.valueOf(entry.getFileName());
      if (OF_GIT.contains(name) || PSEUDO_REFERENCE.matcher(name).matches()) {
        boolean held = controls.removeIf(control -> control.path().equals(entry));
        (held ? readable : writable).add(entry);
      }
    }
  }

  /** An agent that is shown such a directory sees the files of all these work trees. */
  private boolean holdsWorkTrees(Path common) {
    boolean registered =
        look.entries(common.resolve("worktrees")).stream()
            .flatMap(tree -> PointerProbe.named(inquiry, tree, tree.resolve("gitdir")).stream())
            .anyMatch(tree -> tree.startsWith(common));
    return registered
        || project.startsWith(common)
        || look.entries(common).stream().anyMatch(entry -> look.isThere(entry.resolve(".git")));
  }
}
