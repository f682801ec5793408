package dev.sandboxed.planning;

import dev.sandboxed.editor.Editors;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.names.AnyHost;
import dev.sandboxed.names.HostGroupName;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.opening.rules.Opened;
import dev.sandboxed.policy.Identity;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All layers that apply to one launch, as they were read.
 *
 * @param chain base first, with the project's own profile at the end
 * @param above what was said for this launch only, in order
 * @param remarks about files of the project that do not count, because nobody allowed them, and
 *     about what is opened
 */
public record LayerStack(
    AgentDefinition agent, List<Profile> chain, List<Layer> above, List<Remark> remarks) {

  // In the private /tmp.
  private static final Path WITHOUT_OWN_RUN = Path.of("/tmp/session");

  public LayerStack {
    chain = List.copyOf(chain);
    above = List.copyOf(above);
    remarks = List.copyOf(remarks);
  }

  /** The settings, which are the same on every host. */
  Settings settings() {
    return Settings.of(Policy.stacked(agent, chain, above));
  }

  /**
   * The same, with the hosts of groups instead of their names, if the network is decided by names.
   *
   * @throws dev.sandboxed.problem.UserFailure if there is no such group, or it cannot be understood
   */
  LayerStack withHosts(ProfileLibrary library) {
    if (settings().tier().value() != TierName.ALLOWLIST) {
      return this;
    }
    return new LayerStack(
        agent.with(withHosts(agent.layer(), library)),
        chain.stream().map(one -> one.with(withHosts(one.layer(), library))).toList(),
        above.stream().map(layer -> withHosts(layer, library)).toList(),
        remarks);
  }

  private static Layer withHosts(Layer layer, ProfileLibrary library) {
    NetworkRequest network = layer.network();
    return layer.with(
        network.with(hosts(network.allow(), library), hosts(network.deny(), library)));
  }

  private static List<Located<HostWord>> hosts(
      List<Located<HostWord>> words, ProfileLibrary library) {
    List<Located<HostWord>> hosts = new ArrayList<>();
    for (Located<HostWord> word : words) {
      switch (word.value()) {
        case HostPattern _, AnyHost _ -> hosts.add(word);
        case HostGroupName group ->
            library
                .hosts(group.name(), word.origin().where())
                .hosts()
                .forEach(host -> hosts.add(new Located<>(host.value(), host.origin())));
      }
    }
    return hosts;
  }

  /** Where sockets are inside that are opened by name: not in what a rule shows of this machine. */
  Path placeOfSockets() {
    return Stream.of(Identity.RUNTIME_DIRECTORY, WITHOUT_OWN_RUN)
        .filter(place ->
            Policy.stacked(agent, chain, above).stream()
                .flatMap(layer -> layer.paths().stream())
                .filter(rule -> rule.access() == Access.READ || rule.access() == Access.WRITE)
                .filter(rule -> rule.pattern().startsWith("/"))
                .noneMatch(rule -> place.startsWith(Path.of(rule.pattern()).normalize())))
        .findFirst()
        .orElse(Identity.RUNTIME_DIRECTORY);
  }

  /**
   * The same, with what follows from the openings that the layers ask for.
   *
   * @throws dev.sandboxed.problem.UserFailure if the environment names something else in the place
   *     of one
   */
  public LayerStack with(Opened opened) {
    return new LayerStack(
        agent,
        chain.stream().map(profile -> profile.with(opened.in(profile.layer()))).toList(),
        above.stream().map(opened::in).toList(),
        Stream.concat(remarks.stream(), opened.remarks().stream()).toList());
  }

  /**
   * The rules on one host, which say what must be looked at there.
   *
   * @throws dev.sandboxed.problem.UserFailure with every rule that cannot be understood
   */
  public Policy policy(HostFacts host, GitFacts git, Followed followed, Editors editors) {
    return Policy.of(host, git, followed, editors, agent, chain, above);
  }
}
