package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Another version of an agent that sandboxed fetches. It is put beside the one that is used, and
 * only when it is complete do launches use it; sessions keep theirs.
 */
public final class AgentUpdate {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path data;
  private final Programs programs;
  private final Inquiry inquiry;
  private final Consumer<String> say;
  private final Consumer<String> show;

  /**
   * Updates below one of sandboxed's directories.
   *
   * @param programs where npm is looked for; it runs outside the sandbox
   * @param say shows the person a message
   * @param show shows one that the next takes the place of; an empty one ends that
   */
  public AgentUpdate(
      Path dataDirectory, Programs programs, Consumer<String> say, Consumer<String> show) {
    this.data = dataDirectory;
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.say = say;
    this.show = show;
  }

  /**
   * Takes care that the next launch uses a version.
   *
   * @param agent one with a package
   * @param wanted exact; if empty, the newest that the registry has
   * @param signed whether it must be signed by the registry, unless it is the pinned one
   * @throws UserFailure if it cannot be had; then the next launch uses what the last one did
   */
  public void update(AgentDefinition agent, Optional<String> wanted, boolean signed) {
    AgentDefinition.Install pinned = agent.install().orElseThrow();
    NpmAgents npm = new NpmAgents(data, programs);
    AgentDefinition.Install used = ChosenVersion.used(inquiry, data, agent.name(), pinned);
    boolean there = npm.isThere(agent, used);
    wanted.filter(version -> !ChosenVersion.isExact(version)).ifPresent(AgentUpdate::refuse);
    String version = wanted.orElseGet(() -> ask(NpmAgents.here(pinned.npm()), "latest").version());
    if (there && version.equals(used.version())) {
      // The choice may have been made while another version was pinned.
      ChosenVersion.choose(data, agent.name(), pinned, version);
      say.accept(agent.name() + " " + version + " is what the next launch uses already");
      return;
    }
    if (wanted.isEmpty() && VersionOrder.isNewer(used.version(), version)) {
      say.accept(
          "%s %s stays: the registry's newest is %s, which is older. To go back: sandboxed agents update %s --to %s"
              .formatted(agent.name(), used.version(), version, agent.name(), version));
      return;
    }
    AgentDefinition.Install next = ChosenVersion.at(pinned, version);
    PrivateFiles.directory(data);
    Runnable choose = () -> ChosenVersion.choose(data, agent.name(), pinned, version);
    // Between the look and the choice, gc could remove what nobody has chosen yet.
    boolean chosen =
        FetchedAgents.alone(
            data,
            () -> {
              boolean isThere = npm.isThere(agent, next);
              if (isThere) {
                choose.run();
              }
              return isThere;
            });
    if (!chosen) {
      fetch(npm, agent, next, signed && !version.equals(pinned.version()), choose);
    }
    say.accept(
        "the next launch uses %s %s%s"
            .formatted(
                agent.name(),
                version,
                there
                    ? "; %s stays for sessions that run, until sandboxed gc"
                        .formatted(used.version())
                    : ""));
  }

  private void fetch(
      NpmAgents npm,
      AgentDefinition agent,
      AgentDefinition.Install next,
      boolean signed,
      Runnable choose) {
    NpmRegistry.Offer offer = ask(NpmAgents.here(next.npm()), next.version());
    say.accept(
        NpmAgents.spec(next)
            + (offer.bytes().isPresent()
                ? " is %s large".formatted(ByteCount.text(offer.bytes().getAsLong()))
                : ": the registry does not say how large it is")
            + (signed
                ? ""
                : next.integrity().isEmpty()
                    ? "; signatures are not checked, only the registry's own hash"
                    : "; signatures are not checked, but its archive has to be the pinned one"));
    npm.install(agent, next, signed, choose, say, show);
  }

  private NpmRegistry.Offer ask(String npmPackage, String version) {
    return switch (new NpmRegistry(data, programs).ask(npmPackage, version, LIMIT)) {
      case NpmRegistry.Offer offer -> offer;
      case NpmRegistry.Nothing nothing -> throw nothing.failure();
    };
  }

  private static void refuse(String version) {
    throw new UserFailure(
        Problem.of(
            "agent.bad-version",
            "\"" + version + "\" is not an exact version",
            version.contains("+")
                ? "leave out what follows the +, as npm does"
                : "write one such as 1.2.3; without --to it is the newest"));
  }
}
