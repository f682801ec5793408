package dev.sandboxed.cli;

import dev.sandboxed.agent.AgentPlace;
import dev.sandboxed.check.CheckText;
import dev.sandboxed.check.Finding;
import dev.sandboxed.check.Verdict;
import dev.sandboxed.check.machine.MachineLook;
import dev.sandboxed.check.trial.Trial;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.launch.Groundwork;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.planning.Planning;
import dev.sandboxed.planning.PreparedLaunch;
import dev.sandboxed.planning.Request;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code sandboxed check}: looks at this machine, and tries the promises of a plan in a sandbox of
 * it.
 */
final class CheckCommand {

  // What the trail says of the options of the session.
  private static final String OPTIONS = "check";

  private final Streams streams;
  private final HostProbe probe;
  private final Path workingDirectory;
  private final Installation installation;
  private final Planning drafting;
  private final Map<String, String> launcher;

  /**
   * The command.
   *
   * @param launcher the variables that src/main/bash/launch needs beside the person's
   */
  CheckCommand(
      Streams streams,
      HostProbe probe,
      Path workingDirectory,
      Installation installation,
      Planning drafting,
      Map<String, String> launcher) {
    this.streams = streams;
    this.probe = probe;
    this.workingDirectory = workingDirectory;
    this.installation = installation;
    this.drafting = drafting;
    this.launcher = Map.copyOf(launcher);
  }

  /** Checks the sandbox that a request would get. */
  int check(Request request, boolean json) {
    List<Finding> findings =
        new ArrayList<>(
            MachineLook.at(probe, probe.project(workingDirectory, request.project()).directory()));
    agent(request).ifPresent(findings::add);
    PreparedLaunch draft;
    try {
      draft = drafting.draft(request).running(Trial.SHELL);
    } catch (UserFailure failure) {
      // What is in the way may be among them.
      print(json, findings, Optional.empty(), List.of());
      throw failure;
    }
    login(draft).ifPresent(findings::add);
    Groundwork.lay(probe.inquiry(), draft.decision().preparation(), streams::say);
    List<Verdict> verdicts = trial(draft);
    print(json, findings, Optional.of(draft.plan()), verdicts);
    boolean kept = verdicts.stream().noneMatch(one -> one.state() == Verdict.State.FAILED);
    return kept ? 0 : 1;
  }

  private void print(
      boolean json, List<Finding> findings, Optional<SandboxPlan> plan, List<Verdict> verdicts) {
    if (json) {
      streams.out().println(Json.ofCheck(findings, plan, verdicts));
      return;
    }
    streams.tell(CheckText.machine(findings));
    plan.ifPresent(checked -> streams.tell(CheckText.promises(checked, verdicts)));
  }

  /** Where a launch takes the agent from, unless it is any command. */
  private Optional<Finding> agent(Request request) {
    AgentDefinition agent = installation.library(probe).agent(request.agent());
    List<String> words = agent.command().value();
    if (words.isEmpty() || words.getFirst().startsWith("$")) {
      return Optional.empty();
    }
    AgentPlace place = place(agent);
    String version = place.version().map(number -> " " + number).orElse("");
    return Optional.of(
        place.source() == AgentPlace.Source.NOT_HERE
            ? new Finding(
                "agent",
                Finding.State.NOTE,
                agent.name() + " is not here",
                agent.install().isPresent() ? "the first launch fetches it with npm" : "install it")
            : new Finding(
                "agent",
                Finding.State.GOOD,
                agent.name() + version + place.place().map(path -> ", " + path).orElse(""),
                ""));
  }

  private static Optional<Finding> login(PreparedLaunch draft) {
    String remarks =
        draft.plan().remarks().stream()
            .filter(remark -> remark.code().startsWith("login."))
            .map(Remark::describe)
            .collect(Collectors.joining("; "));
    return remarks.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding("login", Finding.State.NOTE, remarks, ""));
  }

  /** Whether the program of an agent is on this machine, so that its sandbox can be made. */
  boolean isHere(String name) {
    AgentDefinition agent = installation.library(probe).agent(name);
    List<String> words = agent.command().value();
    return words.isEmpty()
        || words.getFirst().startsWith("$")
        || place(agent).source() != AgentPlace.Source.NOT_HERE;
  }

  private AgentPlace place(AgentDefinition agent) {
    return AgentPlace.of(
        agent,
        Optional.ofNullable(probe.provided().agents().get(agent.name())),
        Programs.on(probe.inquiry(), probe.path()),
        probe.toolDirectories().data());
  }

  private List<Verdict> trial(PreparedLaunch draft) {
    Path scripts = installation.home().resolve("src/main/bash");
    String text =
        new TextFiles(probe.inquiry()).read(scripts.resolve("probe").toString()).orElseThrow();
    List<String> launch =
        List.of(
            launcher.getOrDefault("SANDBOXED_BASH", "bash"),
            "-p",
            scripts.resolve("launch").toString(),
            OPTIONS,
            draft.write() + "/.",
            "0",
            text);
    Map<String, String> environment = new HashMap<>(probe.inquiry().environment());
    environment.putAll(launcher);
    return new Trial(probe.inquiry(), environment).of(draft.plan(), text, launch);
  }
}
