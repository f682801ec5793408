package dev.sandboxed.profile;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.hosts.HostGroup;
import dev.sandboxed.profile.servers.KnownServer;
import dev.sandboxed.toml.TextRule;
import java.util.List;
import java.util.Optional;

/**
 * All profiles and agent definitions. A name is looked up shelf by shelf, and the first match wins.
 */
public final class ProfileLibrary {

  /**
   * One line of a list of profiles or agents.
   *
   * @param description empty if the file has none, or is broken
   * @param shadowed whether a file of the same name on an earlier shelf is used instead
   * @param problems what is wrong with the file, which is listed even so
   */
  public record Listing(
      String name,
      ProfileDirectory shelf,
      String file,
      String description,
      boolean shadowed,
      List<Problem> problems) {

    public Listing {
      problems = List.copyOf(problems);
    }
  }

  private final Catalogue<Profile> profiles;
  private final Catalogue<AgentDefinition> agents;
  private final Catalogue<HostGroup> hosts;
  private final Catalogue<KnownServer> servers;

  /**
   * Reads nothing yet.
   *
   * @param shelves in the order they are asked: the person's, the system's, the built-in
   */
  public ProfileLibrary(List<ProfileDirectory> shelves, TextSource source) {
    this.profiles =
        new Catalogue<>("profile", "", shelves, source, ProfileReader::read, Profile::description);
    this.agents =
        new Catalogue<>(
            "agent", "/agents", shelves, source, AgentReader::read, AgentDefinition::description);
    this.hosts =
        new Catalogue<>(
            "hosts",
            "/hosts",
            shelves,
            source,
            (name, path, text) -> {
              HostGroup group = HostGroup.read(name, path, text);
              return new Reading<>(group, group.problems());
            },
            HostGroup::description);
    this.servers =
        new Catalogue<>(
            "mcp",
            "/mcp",
            shelves,
            source,
            (name, path, text) -> {
              KnownServer server = KnownServer.read(name, path, text);
              return new Reading<>(server, server.problems());
            },
            KnownServer::description);
  }

  /**
   * A profile and everything it extends, base first.
   *
   * @throws UserFailure with the problems of every file in the chain
   */
  public List<Profile> profileChain(String name) {
    return ProfileChain.of(name, profiles);
  }

  /** Whether a word names a profile's file, and not a profile: no name has a slash or a dot. */
  public static boolean isFile(String word) {
    return word.contains("/") || word.endsWith(".toml");
  }

  /**
   * A profile that is a file anywhere, and everything it extends, base first: that is looked up by
   * name as always, and its own name means the profile of that name.
   *
   * @throws UserFailure with the problems of every file in the chain
   */
  public List<Profile> profileChainOfFile(String file) {
    return ProfileChain.ofFile(file, profiles);
  }

  /**
   * An agent's definition.
   *
   * @throws UserFailure if there is no such agent, or with all the problems of its file
   */
  public AgentDefinition agent(String name) {
    agents.requireName(name);
    Reading<AgentDefinition> reading =
        agents
            .find(name, 0)
            .map(Catalogue.Placed::reading)
            .orElseThrow(() -> new UserFailure(agents.unknown(name, Optional.empty())));
    if (!reading.problems().isEmpty()) {
      throw new UserFailure(reading.problems());
    }
    return reading.value();
  }

  /**
   * A group of hosts.
   *
   * @param where the place that names it
   * @throws UserFailure if there is no such group, or with all the problems of its file
   */
  public HostGroup hosts(String name, Optional<SourcePosition> where) {
    hosts.requireName(name);
    Reading<HostGroup> reading =
        hosts
            .find(name, 0)
            .map(Catalogue.Placed::reading)
            .orElseThrow(() -> new UserFailure(hosts.unknown(name, where)));
    if (!reading.problems().isEmpty()) {
      throw new UserFailure(reading.problems());
    }
    return reading.value();
  }

  /** Every group of hosts; broken ones with their problems. */
  public List<Listing> hosts() {
    return hosts.list();
  }

  /**
   * What is known of MCP servers, those of the person first.
   *
   * @throws UserFailure with the problems of every broken file
   */
  public List<KnownServer> servers() {
    List<Problem> problems =
        servers.list().stream().flatMap(one -> one.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return servers.values();
  }

  /** Whether there is an agent of this name; its definition may be broken. */
  public boolean hasAgent(String name) {
    return TextRule.PROFILE_NAME.holds().test(name) && agents.find(name, 0).isPresent();
  }

  /**
   * Makes sure that a profile can have this name.
   *
   * @throws UserFailure if it cannot
   */
  public void requireProfileName(String name) {
    profiles.requireName(name);
  }

  /** Every profile file; broken ones with their problems. */
  public List<Listing> profiles() {
    return profiles.list();
  }

  /**
   * The variables that steer any agent there is, as globs. An agent may start another one, so those
   * of all of them count; a broken definition, which can start nothing, has none.
   */
  public List<String> steering() {
    return agents.values().stream()
        .flatMap(agent -> agent.program().steeredBy().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Every agent definition; broken ones with their problems. */
  public List<Listing> agents() {
    return agents.list();
  }
}
