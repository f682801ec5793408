package dev.sandboxed.policy;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.files.Digest;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.PathVariables;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AuthMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Decides about the agent's own directory, its login and the place of its notes. */
final class AgentPlaces {

  private static final Origin MADE_INSIDE =
      new Origin.BuiltIn(
          "for a login made inside, shared by all projects, because this host has none");

  // As many as tell projects apart.
  private static final int KEY_DIGITS = 16;

  private final HostFacts host;
  private final AgentDefinition agent;
  private final MovedPlaces moved;
  private final List<AgentState.Part> parts;

  /**
   * The places of an agent on one host.
   *
   * @param moved what is elsewhere on the host than inside
   */
  AgentPlaces(HostFacts host, AgentDefinition agent, MovedPlaces moved) {
    this.host = host;
    this.agent = agent;
    this.moved = moved;
    PathVariables places = new PathVariables(host);
    List<Path> directories =
        agent.state().stream()
            .flatMap(state -> Stream.concat(Stream.of(state.directory()), state.more().stream()))
            .map(written -> Path.of(places.expand(written.value(), written.origin())))
            .toList();
    parts =
        directories.stream()
            .map(path -> new AgentState.Part(directories.size() > 1 ? name(path) : "", path))
            .toList();
  }

  /** A name for a directory among others of one instance. */
  private String name(Path path) {
    Path home = host.person().home();
    return (path.startsWith(home) ? home.relativize(path) : path).toString().replace('/', '_');
  }

  /** The agent's own directories inside. */
  List<Path> directories() {
    return parts.stream().map(AgentState.Part::inside).toList();
  }

  /** Those of them that are elsewhere on the host. */
  List<Path> moved() {
    return directories().stream().filter(moved::moves).toList();
  }

  /**
   * What the state and a login made inside are kept as. Whoever moves the agent's directory keeps
   * two of everything, such as two accounts, and what belongs to one must not reach the other.
   */
  String name() {
    return moved().stream()
        .findFirst()
        .map(moved::onHost)
        .map(place -> agent.name() + "@" + Digest.of(place.toString()).substring(0, KEY_DIGITS))
        .orElse(agent.name());
  }

  /** Says where the login and the settings come from. */
  Optional<Remark> remark() {
    return moved().stream()
        .findFirst()
        .map(inside ->
            Remark.of(
                "agent.moved",
                "login and settings come from "
                    + moved.onHost(inside)
                    + ", which "
                    + variable(inside)
                    + " names; inside they are at "
                    + inside));
  }

  private String variable(Path inside) {
    PathVariables places = new PathVariables(host);
    return agent.state().stream()
        .flatMap(state -> state.moved().stream())
        .filter(
            rule -> inside.startsWith(places.expand(rule.place().value(), rule.place().origin())))
        .map(rule -> rule.variable().value())
        .findFirst()
        .orElseThrow();
  }

  /**
   * The files of the host's login and of one made inside.
   *
   * @return for each file, where in it the expiry of the token is, if the agent definition says
   */
  Map<Path, Optional<JsonPointer>> logins() {
    Map<Path, Optional<JsonPointer>> logins = new TreeMap<>();
    for (AgentDefinition.Credential credential : definedCredentials()) {
      Optional<JsonPointer> expires = credential.expires().map(JsonPointer::compile);
      logins.put(moved.onHost(inside(credential)), expires);
      logins.put(kept(credential), expires);
    }
    return logins;
  }

  /**
   * The files of a login made inside, if the agent definition has words for where there is none.
   */
  Map<Path, Optional<JsonPointer>> loginsMadeInside() {
    Map<Path, Optional<JsonPointer>> logins = new TreeMap<>();
    if (agent.state().flatMap(AgentDefinition.State::login).isPresent()) {
      definedCredentials().forEach(credential -> logins.put(kept(credential), Optional.empty()));
    }
    return logins;
  }

  private List<AgentDefinition.Credential> definedCredentials() {
    return agent.state().stream().flatMap(state -> state.credentials().stream()).toList();
  }

  private Path inside(AgentDefinition.Credential credential) {
    return parts.getFirst().inside().resolve(credential.file().value());
  }

  /** The place where a login made inside is kept. */
  private Path kept(AgentDefinition.Credential credential) {
    return host.toolDirectories()
        .state()
        .resolve("logins")
        .resolve(name())
        .resolve(credential.file().value());
  }

  /** The places inside of the login's files, whether this host has them or not. */
  List<Path> credentialFiles() {
    return definedCredentials().stream().map(this::inside).toList();
  }

  /** The login's files as the agent definition names them. */
  List<Grant> grants(FileFacts files) {
    return definedCredentials().stream()
        .map(credential -> {
          FileFact fact = files.of(inside(credential));
          Origin origin = credential.file().origin();
          return new Grant(fact.path(), fact.real(), Access.WRITE, false, origin);
        })
        .toList();
  }

  /**
   * The agent's own directory, if it has one.
   *
   * @param auth how much of the login it gets
   */
  Optional<AgentState> state(Located<AuthMode> auth, FileFacts files, KeptFacts kept) {
    return agent
        .state()
        .map(state ->
            new AgentState(
                parts,
                kept.instance(),
                definedCredentials().stream()
                    .flatMap(credential -> credential(credential, auth, files, kept).stream())
                    .toList(),
                personal(),
                state.seeds().stream().map(this::seed).toList(),
                state.directory().origin()));
  }

  /**
   * The place where the agent reads instructions on its own, if there is one.
   *
   * @throws UserFailure if the agent could change it
   */
  Optional<NotesPlace> notes() {
    return agent
        .notes()
        .map(written -> {
          Path path = Path.of(new PathVariables(host).expand(written.value(), written.origin()));
          if (directories().stream().anyMatch(path::startsWith)) {
            throw new UserFailure(
                new Problem(
                    "policy.notes-in-state",
                    path + " is in the agent's own directory, which the agent may change",
                    written.origin().where(),
                    "name another place where it reads instructions"));
          }
          return new NotesPlace(path, written.origin());
        });
  }

  /** The host's login if it has one, otherwise the one that was, or will be, made inside. */
  private Optional<AgentState.Credential> credential(
      AgentDefinition.Credential credential,
      Located<AuthMode> auth,
      FileFacts files,
      KeptFacts kept) {
    FileFact fact = files.of(inside(credential));
    if (auth.value() != AuthMode.NONE && files.doubts().led().contains(fact.path())) {
      throw new UserFailure(led(credential, fact, moved.onHost(fact.path())));
    }
    boolean ours = fact.kind() != FileFact.Kind.FILE;
    Path source = ours ? kept(credential) : fact.real();
    boolean mounted =
        switch (auth.value()) {
          case SHARED -> true;
          case READONLY -> !ours || kept.login(source).present();
          case NONE -> false;
        };
    boolean closed = auth.value() == AuthMode.NONE && credential.replaced();
    return mounted || (closed && kept.instance().isPresent())
        ? Optional.of(
            new AgentState.Credential(
                source,
                credential.file().value(),
                auth.value() == AuthMode.SHARED,
                ours,
                way(credential, closed, kept),
                credential.empty(),
                ours && !closed ? MADE_INSIDE : auth.origin()))
        : Optional.empty();
  }

  /** It would be read, and even replaced, as the login of this agent. */
  private static Problem led(AgentDefinition.Credential credential, FileFact fact, Path onHost) {
    return new Problem(
        "policy.login-led-elsewhere",
        onHost
            + " leads to "
            + fact.real()
            + " through a symlink in a place that a sandbox could write, so an agent may have chosen"
            + " that file",
        credential.file().origin().where(),
        "move the symlink away, or leave the login out: --auth none");
  }

  private static AgentState.Way way(
      AgentDefinition.Credential credential, boolean closed, KeptFacts kept) {
    if (!credential.replaced()) {
      return AgentState.Way.MOUNTED;
    }
    if (closed) {
      return AgentState.Way.CLOSED;
    }
    return kept.instance().isPresent() ? AgentState.Way.CARRIED : AgentState.Way.LEFT_OUT;
  }

  /** The parts of the agent's own directories on the host that the agent definition grants. */
  private List<Path> personal() {
    PathVariables places = new PathVariables(host);
    return agent.layer().paths().stream()
        .filter(rule -> rule.access() == Access.READ)
        .map(rule -> Path.of(places.expand(rule.pattern(), rule.origin())))
        .flatMap(path ->
            parts.stream()
                .filter(part -> path.startsWith(part.inside()) && !path.equals(part.inside()))
                .map(part -> part.in(part.inside().relativize(path))))
        .toList();
  }

  private AgentState.Seed seed(AgentDefinition.Seed seed) {
    PathVariables places = new PathVariables(host);
    // Escaped as a key of a JSON pointer.
    String project = host.project().directory().toString().replace("~", "~0").replace("/", "~1");
    return new AgentState.Seed(
        parts.getFirst().in(Path.of(seed.file().value())),
        seed.content(),
        seed.from().map(from -> moved.onHost(Path.of(places.expand(from.value(), from.origin())))),
        seed.copy().stream()
            .map(pointer -> JsonPointer.compile(pointer.replace("{project}", project)))
            .toList());
  }
}
