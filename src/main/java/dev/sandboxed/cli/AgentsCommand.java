package dev.sandboxed.cli;

import dev.sandboxed.agent.AgentPlace;
import dev.sandboxed.agent.AgentUpdate;
import dev.sandboxed.agent.AgentVersions;
import dev.sandboxed.agent.KnownAgents;
import dev.sandboxed.agent.NpmRegistry;
import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed agents}: where agents come from, and in which version. */
@Command(
    name = "agents",
    description = "Lists agents and their versions; updates those it has fetched.")
final class AgentsCommand implements Runnable {

  private final Streams streams;
  private final HostProbe probe;
  private final Installation installation;
  private final Path workingDirectory;

  AgentsCommand(
      Streams streams, HostProbe probe, Installation installation, Path workingDirectory) {
    this.streams = streams;
    this.probe = probe;
    this.installation = installation;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public void run() {
    list(true, new JsonOption());
  }

  /** Prints where each agent comes from. */
  @Command(
      name = "list",
      description = {
        "Lists the agents: where the next launch takes each from, and its version.",
        "Beside it are the version that sandboxed pins, and the newest one, for which npm asks its registry. No agent is started."
      })
  int list(
      @Option(names = "--offline", description = "Do not ask the registry.") boolean offline,
      @Mixin JsonOption form) {
    KnownAgents known = known();
    List<AgentVersions> all =
        AgentVersions.of(
            known.all(),
            known::place,
            Optional.of(new NpmRegistry(known.data(), programsOutside()))
                .filter(registry -> !offline));
    if (form.json) {
      streams.out().println(Json.ofAgents(all));
    } else {
      print(all);
    }
    sayWhatIsBroken(known);
    return 0;
  }

  private void print(List<AgentVersions> all) {
    print("AGENT", "FROM", "VERSION", "PINNED", "NEWEST");
    // Where the reason is the same, it is said once.
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    for (AgentVersions one : all) {
      Optional<Path> place = one.place().place();
      print(
          one.name(),
          one.place().source().word(),
          one.place().version().orElse(place.isPresent() ? "?" : "-"),
          one.pinned().orElse("-"),
          switch (one.newest()) {
            case AgentVersions.Newest.Version(String version) -> version;
            case AgentVersions.Newest.NotAsked _ -> "-";
            case AgentVersions.Newest.Unknown(String why) -> {
              unknown.computeIfAbsent(why, reason -> new ArrayList<>()).add(one.name());
              yield "?";
            }
          });
      place.ifPresent(path -> streams.out().println("  " + Printable.line(path.toString())));
    }
    unknown.forEach((why, agents) ->
        streams.say(
            Printable.line(
                "the newest version of %s is not known: %s"
                    .formatted(String.join(", ", agents), why))));
  }

  private void print(String name, String from, String version, String pinned, String newest) {
    streams
        .out()
        .println(
            Printable.line(
                    "%-14s %-10s %-16s %-16s %s".formatted(name, from, version, pinned, newest))
                .stripTrailing());
  }

  /** Fetches other versions. */
  @Command(
      name = "update",
      description = {
        "Fetches the newest version of an agent, or of every one that sandboxed fetched, for the next launch.",
        "npm checks the registry's hash and its signatures. The version before stays until gc, and running sessions keep it."
      })
  int update(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..1",
              description = "an agent's name",
              completionCandidates = Candidates.Agents.class)
          @Nullable String name,
      @Option(
              names = "--to",
              paramLabel = "VERSION",
              description = "Exactly this version; also an older one, or the pinned one.")
          @Nullable String version,
      @Option(names = "--without-signatures", description = "Rely on the registry's hash alone.")
          boolean unsigned) {
    if (name == null && version != null) {
      throw new UserFailure(
          Problem.of(
              "usage.no-agent",
              "--to needs the agent whose version it is",
              "sandboxed agents update NAME --to " + version));
    }
    KnownAgents known = known();
    AgentUpdate update =
        new AgentUpdate(known.data(), programsOutside(), streams::say, streams::show);
    if (name == null) {
      updateAll(known, update, !unsigned);
    } else {
      update.update(known.fetched(name), Optional.ofNullable(version), !unsigned);
    }
    return 0;
  }

  private void updateAll(KnownAgents known, AgentUpdate update, boolean signed) {
    List<AgentDefinition> fetched =
        known.all().stream()
            .filter(agent -> known.place(agent).source() == AgentPlace.Source.FETCHED)
            .toList();
    if (fetched.isEmpty()) {
      streams.say("no agent that is used was fetched by sandboxed: sandboxed agents list");
    }
    sayWhatIsBroken(known);
    List<Problem> problems = new ArrayList<>();
    for (AgentDefinition agent : fetched) {
      try {
        update.update(agent, Optional.empty(), signed);
      } catch (UserFailure failure) {
        problems.addAll(failure.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private void sayWhatIsBroken(KnownAgents known) {
    known
        .broken()
        .forEach(name ->
            streams.say(
                Printable.line(name)
                    + " is left out, because its definition is wrong: sandboxed profiles list"));
  }

  private KnownAgents known() {
    return new KnownAgents(
        installation.library(probe),
        probe.provided().agents(),
        Programs.on(probe.inquiry(), probe.path()),
        probe.toolDirectories().data());
  }

  private Programs programsOutside() {
    return probe.programsOutside(workingDirectory);
  }
}
