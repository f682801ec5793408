package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/**
 * One file of {@code profiles/agents/}: everything sandboxed knows about an agent.
 *
 * @param file where it was read from, as shown to people
 * @param program what is started
 * @param state where it keeps its own state
 * @param notes where it reads instructions by itself, and reads about its sandbox
 * @param managed an organization's rules for it on this machine, which it must see
 * @param follow the files of the person's that name others, which come along
 * @param afterwards what may follow when it has ended
 * @param ide how it finds the person's editors, if it can talk to them
 * @param layer what it needs: variables, paths
 */
public record AgentDefinition(
    String name,
    String file,
    String description,
    Program program,
    Optional<State> state,
    Optional<Located<String>> notes,
    Managed managed,
    List<Follow> follow,
    Afterwards afterwards,
    Optional<Ide> ide,
    Layer layer) {

  public AgentDefinition {
    follow = List.copyOf(follow);
  }

  /** The same with another layer. */
  public AgentDefinition with(Layer other) {
    return new AgentDefinition(
        name, file, description, program, state, notes, managed, follow, afterwards, ide, other);
  }

  /** The words that start it. */
  public Located<List<String>> command() {
    return program.command();
  }

  /** How to get it if it is missing. */
  public Optional<Install> install() {
    return program.install();
  }

  /**
   * What is started.
   *
   * @param command its name, looked up on PATH, and its leading arguments; empty for the agent that
   *     takes its command from the command line
   * @param steeredBy globs of variables that say whom it talks to, how it logs in, what it loads:
   *     no dev shell sets them, for any agent
   * @param install how to get it if it is missing
   */
  public record Program(
      Located<List<String>> command, List<String> steeredBy, Optional<Install> install) {
    public Program {
      steeredBy = List.copyOf(steeredBy);
    }
  }

  /**
   * A pinned package of the npm registry.
   *
   * <p>In the name and in the path {@code {arch}} stands for npm's name of this machine's
   * architecture, {@code x64} or {@code arm64}.
   *
   * @param npm the package's name
   * @param version exact
   * @param integrity the SHA-512 of its archive as npm writes it, one for each architecture; if
   *     empty, any archive will do
   * @param program the program's path below the installation directory
   */
  public record Install(String npm, String version, List<String> integrity, String program) {

    public Install {
      integrity = List.copyOf(integrity);
    }

    /** A package of which any archive will do. */
    public Install(String npm, String version, String program) {
      this(npm, version, List.of(), program);
    }
  }

  /**
   * The agent's own directory, which is kept apart for each instance.
   *
   * @param directory inside the sandbox, for example {@code ~/.claude}
   * @param more further ones
   * @param seeds what a new instance starts with
   * @param login how a person logs in who has not
   * @param moved what a variable of the person's moves on the host
   */
  public record State(
      Located<String> directory,
      List<Located<String>> more,
      List<Credential> credentials,
      List<Seed> seeds,
      Optional<Login> login,
      List<Moved> moved) {
    public State {
      moved = List.copyOf(moved);
      more = List.copyOf(more);
      credentials = List.copyOf(credentials);
      seeds = List.copyOf(seeds);
    }

    /** A single directory. */
    public State(Located<String> directory, List<Credential> credentials, List<Seed> seeds) {
      this(directory, List.of(), credentials, seeds, Optional.empty(), List.of());
    }
  }

  /**
   * Something of the agent's that a variable moves on the host, but not inside.
   *
   * @param variable it names a directory
   * @param place where it is inside, and on the host without the variable
   * @param below what of the variable's directory it is; all of it if this is empty
   */
  public record Moved(Located<String> variable, Located<String> place, Optional<String> below) {}

  /**
   * How a person logs in to what the agent talks to over the network.
   *
   * @param words what to do, as the end of a line
   * @param variables globs of variables that stand for a login
   */
  public record Login(Located<String> words, List<String> variables) {
    public Login {
      variables = List.copyOf(variables);
    }
  }

  /**
   * A file that holds the person's login.
   *
   * @param file relative to the state directory, on the host as in the sandbox
   * @param expires a JSON pointer to the time when its token expires, in milliseconds since 1970
   * @param replaced whether the agent puts a new file in its place, which no mount allows
   * @param empty the text of a file that holds no login
   */
  public record Credential(
      Located<String> file, Optional<String> expires, boolean replaced, String empty) {

    /** What most agents take for no login, and an empty file for a broken one. */
    public static final String EMPTY_OBJECT = "{}\n";

    /** A file that is written in place. */
    public Credential(Located<String> file, Optional<String> expires) {
      this(file, expires, false, EMPTY_OBJECT);
    }
  }

  /**
   * A JSON file that spares the person questions they have already answered.
   *
   * @param file relative to the state directory
   * @param content a JSON object
   * @param from the person's own file of this kind on the host
   * @param copy JSON pointers to what is taken from there; {@code {project}} stands for the
   *     project's path
   */
  public record Seed(
      Located<String> file, String content, Optional<Located<String>> from, List<String> copy) {
    public Seed {
      copy = List.copyOf(copy);
    }
  }

  /**
   * An organization's rules.
   *
   * @param rules the paths, shown read-only where they exist
   * @param unheeded why the agent does not obey them inside, if it does not
   */
  public record Managed(List<PathRule> rules, Optional<Located<String>> unheeded) {

    /** None. */
    public static final Managed NONE = new Managed(List.of(), Optional.empty());

    public Managed {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What may follow when the agent has ended.
   *
   * @param again the exit status with which it asks to be started again
   * @param sessions a pattern of the files in which it keeps its sessions, relative to the state
   *     directory
   * @param resume the arguments that go on with the newest one, in which {@code {session}} stands
   *     for the name of its file
   */
  public record Afterwards(
      Optional<Integer> again, Optional<String> sessions, List<String> resume) {

    /** Nothing. */
    public static final Afterwards NOTHING =
        new Afterwards(Optional.empty(), Optional.empty(), List.of());

    public Afterwards {
      resume = List.copyOf(resume);
    }
  }

  /**
   * How an agent finds the person's editors.
   *
   * @param locks the directory on the host, and inside, in which each of them keeps a JSON file
   *     that is named after the port at which it listens
   * @param port the variable that names the port of the one to connect to
   */
  public record Ide(Located<String> locks, String port) {}

  /**
   * A file of the person's whose content names others. Pointers are JSON pointers, in which {@code
   * *} stands for any key.
   *
   * @param file on the host; may hold {@code *}
   * @param commands pointers to commands
   * @param guards pointers to commands that keep the agent from something
   * @param paths pointers to paths
   * @param leftOut pointers to what is named there and not taken over
   * @param instead what a person can do about that
   * @param imports whether it is Markdown that imports other files by {@code @path}
   * @param links whether it is a directory in which symlinks count
   */
  public record Follow(
      Located<String> file,
      List<String> commands,
      List<String> guards,
      List<String> paths,
      List<String> leftOut,
      String instead,
      boolean imports,
      boolean links) {
    public Follow {
      commands = List.copyOf(commands);
      guards = List.copyOf(guards);
      paths = List.copyOf(paths);
      leftOut = List.copyOf(leftOut);
    }

    /** Whether it is a JSON file. */
    public boolean readsJson() {
      return !(commands.isEmpty() && guards.isEmpty() && paths.isEmpty() && leftOut.isEmpty());
    }
  }
}
