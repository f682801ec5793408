package dev.sandboxed.planning;

import dev.sandboxed.agent.AgentFinder;
import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.agent.NpmAgents;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The search for the program that a launch executes. */
final class AgentSearch {

  private final HostProbe probe;
  private final HostFacts host;
  private final List<Path> writable;
  private final Path workingDirectory;
  private final Audience audience;

  /**
   * A search on this machine.
   *
   * @param writable the places that an agent may write; programs there bring no other files along
   * @param audience told when an agent is fetched
   */
  AgentSearch(
      HostProbe probe,
      HostFacts host,
      List<Path> writable,
      Path workingDirectory,
      Audience audience) {
    this.writable = List.copyOf(writable);
    this.probe = probe;
    this.host = host;
    this.workingDirectory = workingDirectory;
    this.audience = audience;
  }

  /**
   * Finds the program of a request, or fetches the agent if that is asked for.
   *
   * @param mayFetch whether nothing is known by then that prevents the launch
   * @param inFront the programs that come before this machine's inside
   * @throws UserFailure if there is none
   */
  FoundAgent find(
      Request request, AgentDefinition agent, BooleanSupplier mayFetch, Programs inFront) {
    Programs onPath = Programs.on(probe.inquiry(), probe.path());
    Path project = host.project().directory();
    Programs trusted = probe.trusted().among(onPath, project);
    AgentFinder finder = new AgentFinder(onPath, trusted, written(project), personal());
    List<String> words = words(request, agent);
    NpmAgents npm = new NpmAgents(host.toolDirectories().data(), trusted);
    if (!request.command().isEmpty()) {
      // Only the program: whatever is started to find it, such as a version manager, is this
      // machine's.
      String name = words.getFirst();
      Optional<Path> inside = name.contains("/") ? Optional.empty() : inFront.find(name);
      List<String> named = new ArrayList<>(words);
      inside.ifPresent(program -> named.set(0, program.toString()));
      return finder.find(named, workingDirectory).orElseThrow(() -> notFound(name));
    }
    return finder
        .find(words, workingDirectory)
        .or(() -> npm.find(agent, finder))
        .or(() -> fetched(agent, () -> request.fetch() && mayFetch.getAsBoolean(), npm, finder))
        .orElseThrow(() -> notFound(words.getFirst()));
  }

  private List<String> words(Request request, AgentDefinition agent) {
    boolean asked = !request.command().isEmpty();
    List<String> words = new ArrayList<>(asked ? request.command() : agent.command().value());
    words.replaceAll(word -> word.equals("$SHELL") ? host.person().shell().toString() : word);
    Path provided = asked ? null : host.provided().agents().get(agent.name());
    if (provided != null) {
      words.set(0, provided.toString());
    }
    return words;
  }

  /** The places of what an agent may have written. */
  private List<Path> written(Path project) {
    return Stream.of(
            Stream.of(project), real(writable).stream(), probe.trusted().written().stream())
        .flatMap(places -> places)
        .distinct()
        .toList();
  }

  private List<Path> real(List<Path> paths) {
    return paths.stream().map(path -> PathProbe.look(probe.inquiry(), path).real()).toList();
  }

  private List<Path> personal() {
    Path home = host.person().home();
    return real(
        Stream.of(
                Stream.of(home, home.resolve(".local/share")),
                host.environment().xdg().values().stream(),
                host.toolDirectories().all().stream())
            .flatMap(paths -> paths)
            .toList());
  }

  private Optional<FoundAgent> fetched(
      AgentDefinition agent, BooleanSupplier mayFetch, NpmAgents npm, AgentFinder finder) {
    if (agent.install().isEmpty()) {
      return Optional.empty();
    }
    if (!mayFetch.getAsBoolean()) {
      return npm.planned(agent);
    }
    npm.install(agent, agent.install().orElseThrow(), audience::say, audience::show);
    return npm.find(agent, finder);
  }

  private static UserFailure notFound(String program) {
    return new UserFailure(
        UserFailure.NOT_FOUND,
        List.of(
            Problem.of(
                "agent.not-found",
                program + ": command not found",
                program.contains("/") ? "is its path right?" : "install it, or give its path")));
  }
}
