package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
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
import java.util.stream.Stream;

/** Finds a program and the files and directories that it consists of. */
public final class AgentFinder {

  // All of these are in every sandbox of a machine with /usr.
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"), Path.of("/lib64"));

  private static final Path STORE = Path.of("/nix/store");

  private final Programs programs;
  private final Inquiry inquiry;
  private final VersionManagers versionManagers;
  private final List<Path> writable;
  private final Installations installations;

  /**
   * A finder that looks on the person's PATH.
   *
   * @param trusted those of them that no agent can have put there; version managers are asked
   * @param writable an agent may have written the programs there, so they bring no other files
   *     along
   * @param personal directories that no program brings along as part of its installation
   */
  public AgentFinder(
      Programs programs, Programs trusted, List<Path> writable, List<Path> personal) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.versionManagers = new VersionManagers(trusted);
    this.writable = List.copyOf(writable);
    this.installations = new Installations(inquiry, personal, this::isWritable);
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
    Own own = new Own();
    // What a program does may depend on the name that it was called by, and it may look for its
    // files beside that.
    Path called = real.equals(file) ? called(program, real) : real;
    boolean ours = real.startsWith(STORE) || !mayBeTheAgents(program);
    if (!real.startsWith(STORE)) {
      own.ways.add(way(called, real));
    } else if (!called.equals(real)) {
      own.add(called, "the program " + name);
    }
    // Otherwise an agent could choose, with a symlink or the first line of a script, which of the
    // person's files the next launch shows.
    if (ours) {
      Optional<Path> environment = virtualEnvironment(called);
      environment.ifPresent(path -> own.add(path, "the virtual environment of " + name));
      own.add(
          environment.filter(path -> !real.startsWith(path)).isPresent()
              ? installations.ofInterpreter(real)
              : installations.of(real),
          "the program " + name);
      interpreter(real, own);
    } else {
      ofTheAgents(real, own);
    }
    List<String> command = new ArrayList<>(words);
    command.set(0, called.toString());
    return new FoundAgent(new AgentCommand(command, own.files, own.ways, own.path), own.storePaths);
  }

  /**
   * The path that is started. The profiles of a store lead to many packages, all of which would
   * have to come along; from outside the store it is therefore the package's own name for it.
   */
  private Path called(Path program, Path real) {
    if (program.startsWith(STORE)) {
      return real.startsWith(STORE) ? program : real;
    }
    List<Path> way = PathProbe.way(inquiry, program);
    if (real.startsWith(STORE)) {
      Path own = real.getRoot().resolve(real.subpath(0, STORE.getNameCount() + 1));
      return way.stream().filter(place -> place.startsWith(own)).findFirst().orElse(real);
    }
    return way.stream().anyMatch(place -> place.startsWith(STORE)) ? real : program;
  }

  /** How a path leads to its file, without the links that an agent may have made. */
  private AgentCommand.Way way(Path path, Path real) {
    List<AgentCommand.Link> links =
        PathProbe.links(inquiry, path).stream()
            .takeWhile(link -> !isWritable(link.resolveSibling("")))
            .map(link -> new AgentCommand.Link(link, target(link).toString()))
            .toList();
    return new AgentCommand.Way(
        path, real, links, new Origin.Host("on the way to " + path.getFileName()));
  }

  private Optional<Path> virtualEnvironment(Path called) {
    return PathProbe.way(inquiry, called).stream()
        .flatMap(place -> installations.virtualEnvironment(place).stream())
        .map(this::real)
        .findFirst();
  }

  /** Whether it is in a place that an agent can write, or a link on the way is. */
  private boolean mayBeTheAgents(Path program) {
    return Stream.concat(
            PathProbe.links(inquiry, program).stream(), PathProbe.way(inquiry, program).stream())
        .anyMatch(place -> isWritable(place.resolveSibling("")));
  }

  private boolean isWritable(Path directory) {
    Path real = real(directory);
    return writable.stream().anyMatch(real::startsWith);
  }

  private Path target(Path link) {
    try {
      return inquiry.target(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ofSystem(Path path) {
    return SYSTEM.stream().anyMatch(path::startsWith);
  }

  /** What has been gathered for one program. */
  private static final class Own {
    private final List<AgentCommand.OwnFile> files = new ArrayList<>();
    private final List<AgentCommand.Way> ways = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final List<Path> storePaths = new ArrayList<>();

    private void add(Path real, String why) {
      if (real.startsWith(STORE)) {
        storePaths.add(real);
      } else if (!ofSystem(real)
          && files.stream().noneMatch(file -> real.startsWith(file.path()))) {
        files.add(new AgentCommand.OwnFile(real, real, new Origin.Host(why)));
      }
    }
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
    Path file = real(interpreter);
    Path real = versionManagers.resolve(file, name.get());
    String why = "the interpreter of " + script.getFileName();
    boolean asNamed = real.equals(file) && !real.startsWith(STORE);
    if (asNamed) {
      own.ways.add(way(interpreter, real));
      virtualEnvironment(interpreter).ifPresent(path -> own.add(path, why));
    }
    own.add(installations.ofInterpreter(real), why);
    own.path.add((asNamed ? interpreter : real).resolveSibling("").toString());
  }

  /** Shows nothing, but makes sure that what the first line of a script names is there. */
  private void ofTheAgents(Path script, Own own) {
    Shebang.read(inquiry, script)
        .filter(name -> name.startsWith("/"))
        .map(Path::of)
        .filter(inquiry::exists)
        .ifPresent(path ->
            own.ways.add(
                new AgentCommand.Way(
                    path, real(path), List.of(), new Origin.Host("the first line of " + script))));
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
