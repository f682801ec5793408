package dev.sandboxed.mcp;

import dev.sandboxed.mcp.JsonTree.Elements;
import dev.sandboxed.mcp.JsonTree.Member;
import dev.sandboxed.mcp.JsonTree.Members;
import dev.sandboxed.mcp.JsonTree.Node;
import dev.sandboxed.mcp.JsonTree.Text;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One server of a settings file, with what can be done about it. */
public final class ServerEntry {

  private static final Set<String> REMOTE = Set.of("http", "sse", "streamable-http", "ws");
  private static final Set<String> ADDRESSES = Set.of("url", "httpUrl", "serverUrl");

  /**
   * Keys, of any client, that decide in which project sandboxed starts a server, or set variables
   * for sandboxed that nobody was shown.
   */
  private static final List<String> DECIDING =
      List.of("cwd", "workingDirectory", "working_directory", "envFile", "env_file");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What can be done about a server. */
  public sealed interface State {

    /** It is started as a command. */
    record Plain(Words words) implements State {}

    /**
     * It is started by sandboxed already.
     *
     * @param program how the file names sandboxed
     * @param profile the profile it runs with
     */
    record Wrapped(String program, String profile, Words words) implements State {}

    /** It stays as it is. */
    record LeftAlone(String why) implements State {}
  }

  /**
   * How a server is started.
   *
   * @param variables the names of what the file sets for it, never a value
   */
  public record Words(String command, List<String> arguments, List<String> variables) {
    public Words {
      arguments = List.copyOf(arguments);
      variables = List.copyOf(variables);
    }
  }

  private final String name;
  private final String project;
  private final Member member;
  private final State state;

  ServerEntry(Member member, String project) {
    this.name = member.name();
    this.project = project;
    this.member = member;
    this.state = state(member.value());
  }

  public String name() {
    return name;
  }

  /** The directory of the project that it is for; empty if it is for all. */
  public String project() {
    return project;
  }

  public SourcePosition at() {
    return member.value().at();
  }

  public State state() {
    return state;
  }

  /** The server for people: its name, and the project that it is for, if it is for one alone. */
  public String title() {
    return Quoted.of(name, 1000)
        + (project.isEmpty() ? "" : " for the project " + Quoted.of(project, 1000));
  }

  private static State state(Node value) {
    if (!(value instanceof Members entry)) {
      return new State.LeftAlone("is not an object");
    }
    if (isRemote(entry)) {
      return new State.LeftAlone(
          entry.value("command").isEmpty()
              ? "is reached over the network, not started here"
              // Clients disagree about which of the two counts.
              : "has a command, and is also said to be reached over the network: some programs would start it, unsandboxed; take one of the two out first");
    }
    if (!(entry.value("command").orElse(entry) instanceof Text command)
        || command.value().isEmpty()) {
      return new State.LeftAlone("has no command");
    }
    Optional<String> deciding =
        DECIDING.stream().filter(key -> entry.value(key).isPresent()).findFirst();
    if (deciding.isPresent()) {
      return new State.LeftAlone(
          "has the key "
              + deciding.get()
              + ", which would decide what sandboxed gives it; take that out first");
    }
    Optional<List<String>> arguments =
        entry.value("args").map(ServerEntry::texts).orElse(Optional.of(List.of()));
    Optional<List<String>> variables =
        entry.value("env").map(ServerEntry::names).orElse(Optional.of(List.of()));
    if (arguments.isEmpty()) {
      return new State.LeftAlone("has args that are not a list of texts");
    }
    if (variables.isEmpty()) {
      return new State.LeftAlone("has an env that is not an object of variables");
    }
    return state(command.value(), arguments.get(), variables.get());
  }

  private static State state(String command, List<String> arguments, List<String> variables) {
    Optional<String> outer = variables.stream().filter(OuterVariables::has).findFirst();
    if (outer.isPresent()) {
      return new State.LeftAlone(
          "has an env that sets "
              + outer.get()
              + ", which would act on sandboxed itself; take that out first");
    }
    if (!command.endsWith("/sandboxed") && !command.equals("sandboxed")) {
      return new State.Plain(new Words(command, arguments, variables));
    }
    Optional<WrappedWords> wrapped = WrappedWords.of(arguments);
    return wrapped
        .<State>map(words ->
            new State.Wrapped(
                command,
                words.profile(),
                new Words(
                    arguments.get(words.command()),
                    arguments.subList(words.command() + 1, arguments.size()),
                    variables)))
        .orElse(new State.LeftAlone("runs sandboxed with other words, which say what it gets"));
  }

  private static boolean isRemote(Members entry) {
    return ADDRESSES.stream().anyMatch(key -> entry.value(key).isPresent())
        || (entry.value("type").orElse(entry) instanceof Text type
            && REMOTE.contains(type.value()));
  }

  private static Optional<List<String>> texts(Node node) {
    List<String> texts = new ArrayList<>();
    if (!(node instanceof Elements elements)) {
      return Optional.empty();
    }
    for (Node element : elements.all()) {
      if (!(element instanceof Text text)) {
        return Optional.empty();
      }
      texts.add(text.value());
    }
    return Optional.of(texts);
  }

  /** What is no name would be a pattern in a profile: an asterisk means every variable. */
  private static Optional<List<String>> names(Node node) {
    return node instanceof Members members
            && members.all().stream().allMatch(one -> VARIABLE.matcher(one.name()).matches())
        ? Optional.of(members.all().stream().map(Member::name).toList())
        : Optional.empty();
  }

  /** Its object; only where it has a command. */
  Members members() {
    return (Members) member.value();
  }
}
