package dev.sandboxed.agent;

import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * What is known of an agent's versions.
 *
 * @param place where the next launch takes it from
 * @param pinned the version that its definition pins
 */
public record AgentVersions(String name, AgentPlace place, Optional<String> pinned, Newest newest) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The newest version that the registry has. */
  public sealed interface Newest {

    /** It has this one. */
    record Version(String version) implements Newest {}

    /**
     * It gave no answer.
     *
     * @param why in a few words
     */
    record Unknown(String why) implements Newest {}

    /** Nobody asked: the person did not want that, or the agent has no package. */
    record NotAsked() implements Newest {}
  }

  /**
   * Looks for all of them, and asks about all at the same time: whoever waits for a list does not
   * wait for one after the other. What goes wrong with one is no reason not to show the others.
   *
   * @param registry empty if it is not to be asked
   */
  public static List<AgentVersions> of(
      List<AgentDefinition> agents,
      Function<AgentDefinition, AgentPlace> place,
      Optional<NpmRegistry> registry) {
    // A platform's common pool would have as few threads as processors.
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<AgentVersions>> all =
          agents.stream()
              .map(agent ->
                  CompletableFuture.supplyAsync(
                      () ->
                          new AgentVersions(
                              agent.name(),
                              place.apply(agent),
                              agent.install().map(AgentDefinition.Install::version),
                              newest(agent, registry)),
                      asking))
              .toList();
      return all.stream().map(CompletableFuture::join).toList();
    }
  }

  private static Newest newest(AgentDefinition agent, Optional<NpmRegistry> registry) {
    if (registry.isEmpty() || agent.install().isEmpty()) {
      return new Newest.NotAsked();
    }
    String npm = NpmAgents.here(agent.install().get().npm());
    try {
      return switch (registry.get().ask(npm, "latest", PATIENCE)) {
        case NpmRegistry.Offer offer -> new Newest.Version(offer.version());
        case NpmRegistry.Nothing nothing -> new Newest.Unknown(nothing.why());
      };
    } catch (UserFailure failure) {
      return new Newest.Unknown(failure.problems().getFirst().message());
    }
  }
}
