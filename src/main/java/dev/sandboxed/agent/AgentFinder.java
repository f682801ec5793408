package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a program and the files and directories that it consists of. */
public final class AgentFinder {

  // All of these are in every sandbox of a machine with /usr.
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"), Path.of("/lib64"));

  private static final Path STORE = Path.of("/nix/store");

  // As many as the kernel follows before it reports ELOOP.
  private static final int LINK_CHAIN = 40;

  private final Programs programs;
  private final Inquiry inquiry;
  private final VersionManagers versionManagers;
  private final Path project;
  private final List<Path> personal;

  /**
   * A finder that looks on the person's PATH.
   *
   * @param project an agent may have written the programs in it, so they bring no other files along
   * @param personal directories that no program brings along as part of its installation
   */
  public AgentFinder(Programs programs, Path project, List<Path> personal) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.versionManagers = new VersionManagers(programs.outside(project));
    this.project = project;
    this.personal = List.copyOf(personal);
  }

  /**
   * The program that a name on PATH leads to, through symlinks and version managers; empty if there
   * is none.
   *
   * @param words the program's name, or a path, and its leading arguments
   * @param workingDirectory where a relative path starts
   * @throws UserFailure if it exists but cannot be executed (126), or needs an interpreter that is
   *     missing
   */
  public Optional<FoundAgent> find(List<String> words, Path workingDirectory) {
    String name = words.getFirst();
    if (!name.contains("/")) {
      return programs.find(name).map(program -> found(program, name, words));
    }
    Path program = workingDirectory.resolve(name).normalize();
    if (!inquiry.exists(program)) {
      return Optional.empty();
    }
    if (!inquiry.isFile(program) || !inquiry.isExecutable(program)) {
      throw new UserFailure(
          UserFailure.NOT_EXECUTABLE,
          List.of(
              Problem.of(
                  "agent.not-executable",
                  program + " cannot be executed",
                  "is it a program? chmod +x " + program)));
    }
    return Optional.of(found(program, name, words));
  }

  private FoundAgent found(Path program, String name, List<String> words) {
    Path file = real(program);
    Path real = versionManagers.resolve(file, name);
    // What a program does may depend on the name that it was called by, and it may look for its
    // files beside that.
    Path called = real.equals(file) && shownAlike(program, real) ? program : real;
    Own own = new Own();
    if (!called.equals(real)) {
      own.add(called, "the program " + name);
    }
    // Otherwise an agent could choose, with a symlink or the first line of a script, which of the
    // person's files the next launch shows.
    if (real.startsWith(STORE) || !leadsThroughProject(program)) {
      own.add(ownFiles(real), "the program " + name);
      interpreter(real, own);
    }
    List<String> command = new ArrayList<>(words);
    command.set(0, called.toString());
    return new FoundAgent(new AgentCommand(command, own.files, own.path), own.storePaths);
  }

  private boolean leadsThroughProject(Path program) {
    Path at = program;
    for (int hop = 0; hop < LINK_CHAIN; hop++) {
      if (real(at.resolveSibling("")).startsWith(project)) {
        return true;
      }
      if (!inquiry.isSymlink(at)) {
        return false;
      }
      at = at.resolveSibling(target(at));
    }
    return true;
  }

  private Path target(Path link) {
    try {
      return inquiry.target(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether both are in every sandbox, or both are in the store. */
  private static boolean shownAlike(Path program, Path real) {
    return program.startsWith(STORE) ? real.startsWith(STORE) : ofSystem(program) && ofSystem(real);
  }

  private static boolean ofSystem(Path path) {
    return SYSTEM.stream().anyMatch(path::startsWith);
  }

  /** What has been gathered for one program. */
  private static final class Own {
    private final List<AgentCommand.OwnFile> files = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final List<Path> storePaths = new ArrayList<>();

    private void add(Path real, String why) {
      if (real.startsWith(STORE)) {
        storePaths.add(real);
      } else if (!ofSystem(real)) {
        files.add(new AgentCommand.OwnFile(real, real, new Origin.Host(why)));
      }
    }
  }

  /**
   * A program from npm consists of its package. Installed globally ({@code lib/node_modules}), the
   * package holds everything that it needs; in a project's {@code node_modules} it needs its
   * neighbours.
   */
  private static Path ownFiles(Path real) {
    for (Path at = real; at.getParent() != null; at = at.getParent()) {
      Path directory = at.getParent();
      if (directory.endsWith("lib/node_modules")) {
        boolean scoped = at.getFileName().toString().startsWith("@");
        return scoped ? at.resolve(at.relativize(real).getName(0)) : at;
      }
      if (at.endsWith("node_modules")
          && !directory.endsWith("lib")
          && !directory.toString().contains("/node_modules")) {
        return at;
      }
    }
    return real;
  }

  /** Adds what the first line of a script names. */
  private void interpreter(Path script, Own own) {
    Optional<String> name = Shebang.read(inquiry, script);
    if (name.isEmpty()) {
      return;
    }
    Path interpreter =
        name.get().startsWith("/")
            ? Path.of(name.get())
            : programs.find(name.get()).orElseThrow(() -> missing(script, name.get()));
    if (!inquiry.exists(interpreter)) {
      throw missing(script, name.get());
    }
    Path real = versionManagers.resolve(real(interpreter), name.get());
    own.add(installation(real), "the interpreter of " + script.getFileName());
    own.path.add(real.resolveSibling("").toString());
  }

  /**
   * What an interpreter consists of: {@code PREFIX/bin/x} has its libraries in {@code PREFIX/lib}.
   * If the prefix holds more than one installation, as {@code ~/.local} does, it is only the
   * program.
   */
  private Path installation(Path interpreter) {
    Path directory = interpreter.resolveSibling("");
    Path prefix = directory.resolveSibling("");
    boolean whole =
        directory.endsWith("bin")
            && inquiry.isDirectory(prefix.resolve("lib"))
            && personal.stream().noneMatch(one -> one.startsWith(prefix));
    return whole ? prefix : interpreter;
  }

  private static UserFailure missing(Path script, String interpreter) {
    return new UserFailure(
        UserFailure.NOT_FOUND,
        List.of(
            Problem.of(
                "agent.no-interpreter",
                script + " needs " + interpreter + ", which is not on this machine's PATH",
                "install " + interpreter)));
  }

  private Path real(Path program) {
    try {
      return inquiry.real(program);
    } catch (IOException e) {
      throw new UserFailure(
          UserFailure.NOT_FOUND,
          List.of(
              Problem.of(
                  "agent.broken-link",
                  program + " leads nowhere",
                  "reinstall it, or fix the link")));
    }
  }
}
