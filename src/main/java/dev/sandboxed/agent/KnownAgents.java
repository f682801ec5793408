package dev.sandboxed.agent;

import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.ProfileLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents that a person can name and that have a program of their own.
 *
 * @param provided the programs that the launcher was packaged with, by their agents
 * @param onPath where a launch looks for the others
 * @param data sandboxed's directory with those that it fetched
 */
public record KnownAgents(
    ProfileLibrary library, Map<String, Path> provided, Programs onPath, Path data) {

  public KnownAgents {
    provided = Map.copyOf(provided);
  }

  /** All of them except those whose definition is broken. */
  public List<AgentDefinition> all() {
    return library.agents().stream()
        .filter(listing -> !listing.shadowed() && listing.problems().isEmpty())
        .map(listing -> library.agent(listing.name()))
        .filter(KnownAgents::hasProgram)
        .toList();
  }

  /** The names of those whose definition is broken. */
  public List<String> broken() {
    return library.agents().stream()
        .filter(listing -> !listing.shadowed() && !listing.problems().isEmpty())
        .map(ProfileLibrary.Listing::name)
        .toList();
  }

  /** Where the next launch takes one from. */
  public AgentPlace place(AgentDefinition agent) {
    return AgentPlace.of(agent, Optional.ofNullable(provided.get(agent.name())), onPath, data);
  }

  /**
   * The one that a person named, if sandboxed fetches it.
   *
   * @throws UserFailure if there is none of that name, or somebody else looks after it
   */
  public AgentDefinition fetched(String name) {
    AgentDefinition agent = library.agent(name);
    if (!hasProgram(agent)) {
      throw new UserFailure(
          Problem.of(
              "agent.no-program",
              "\"" + name + "\" stands for a program of yours, so there is nothing to fetch",
              "the agents that have versions: sandboxed agents list"));
    }
    AgentPlace place = place(agent);
    howElse(place.source(), agent)
        .ifPresent(how -> {
          throw new UserFailure(
              Problem.of(
                  "agent.not-fetched",
                  "sandboxed has not fetched the "
                      + name
                      + " that is used"
                      + place.place().map(path -> " (" + path + ")").orElse(""),
                  how));
        });
    return agent;
  }

  private static Optional<String> howElse(AgentPlace.Source source, AgentDefinition agent) {
    return switch (source) {
      case LAUNCHER ->
          Optional.of("update the flake that this launcher comes from, and build it again");
      case NIX -> Optional.of("update it with Nix, as you installed it");
      case PATH ->
          Optional.of(
              "update it outside every sandbox, with its own command or as you installed it");
      case FETCHED, NOT_HERE ->
          agent.install().isPresent()
              ? Optional.empty()
              : Optional.of("its definition names no npm package; install it yourself");
    };
  }

  private static boolean hasProgram(AgentDefinition agent) {
    List<String> words = agent.command().value();
    return !words.isEmpty() && !words.getFirst().startsWith("$");
  }
}
