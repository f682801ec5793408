package dev.sandboxed.policy;

import dev.sandboxed.network.CredentialLayers;
import dev.sandboxed.opening.Opening;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import dev.sandboxed.profile.limits.LimitsRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings that have a single value, each from the last layer that sets it.
 *
 * @param network what all layers together say about it
 * @param changes whether the person is told what changed in the project
 * @param devShell the installable to take a dev shell from, {@code env} for the active one; empty
 *     for none
 * @param shellHook whether the dev shell's hook runs inside
 * @param packages of all layers together
 * @param masks what a masked file looks like
 * @param nestedUserNamespaces whether programs inside may make user namespaces themselves
 * @param limits how much a session may use up
 * @param ide whether the agent reaches the person's editors
 * @param openings whether something of this machine is inside, if any layer says so by its name
 * @param newTrap what happens to something protected that appears in a session
 * @param snapshot which snapshot of the project the agent works on, if any layer says so
 * @param observing what is written down of a session, if anything is
 */
public record Settings(
    Located<TierName> tier,
    NetworkRequest network,
    Located<AuthMode> auth,
    Located<StateScope> state,
    Located<Boolean> changes,
    Optional<Located<String>> devShell,
    Located<Boolean> shellHook,
    List<Located<String>> packages,
    Located<Layer.MaskStyle> masks,
    Located<Boolean> nestedUserNamespaces,
    LimitsRequest limits,
    Located<Boolean> ide,
    Map<Opening, Located<Boolean>> openings,
    Located<Layer.NewTrap> newTrap,
    Optional<Located<Layer.ProjectRequest.Snapshot>> snapshot,
    Optional<Aftermath.Observing> observing) {

  // The default of a flake; nix itself assumes it where none is named.
  private static final String DEFAULT_INSTALLABLE = ".";

  public Settings {
    packages = List.copyOf(packages);
    openings = Map.copyOf(openings);
  }

  /**
   * What layers say together.
   *
   * @param layers in order, the later above the earlier
   */
  public static Settings of(List<Layer> layers) {
    return new Settings(
        last(layers, layer -> layer.network().tier())
            .orElse(silent(TierName.NONE, "no layer names a network tier")),
        network(layers),
        last(layers, Layer::auth).orElse(silent(AuthMode.NONE, "no layer names an auth mode")),
        last(layers, Layer::state)
            .orElse(silent(StateScope.PROJECT, "no layer names a state scope")),
        last(layers, layer -> layer.audit().changes())
            .orElse(silent(false, "no layer asks for changes")),
        devShell(layers),
        last(layers, layer -> layer.devShell().shellHook())
            .orElse(silent(false, "no layer asks for the hook")),
        layers.stream().flatMap(layer -> layer.packages().stream()).toList(),
        last(layers, layer -> layer.filesystem().masks())
            .orElse(silent(Layer.MaskStyle.EMPTY, "no layer says what a masked file looks like")),
        last(layers, layer -> layer.kernel().nestedUserNamespaces())
            .orElse(silent(false, "no layer asks for nested user namespaces")),
        LimitsRequest.together(layers.stream().map(layer -> layer.kernel().limits()).toList()),
        last(layers, Layer::ide).orElse(silent(false, "no layer asks for editors")),
        openings(layers),
        last(layers, layer -> layer.project().newTrap())
            .orElse(silent(Layer.NewTrap.REPORT, "no layer says what happens to a new trap")),
        last(layers, layer -> layer.project().snapshot())
            .filter(said -> !(said.value() instanceof Layer.ProjectRequest.Snapshot.None)),
        observing(layers));
  }

  private static Optional<Aftermath.Observing> observing(List<Layer> layers) {
    return last(layers, layer -> layer.audit().observe().denials())
        .filter(Located::value)
        .map(denials ->
            new Aftermath.Observing(
                last(layers, layer -> layer.audit().observe().calls())
                    .filter(Located::value)
                    .isPresent(),
                last(layers, layer -> layer.audit().observe().successes())
                    .filter(Located::value)
                    .isPresent(),
                denials.origin()));
  }

  private static Map<Opening, Located<Boolean>> openings(List<Layer> layers) {
    Map<Opening, Located<Boolean>> openings = new EnumMap<>(Opening.class);
    layers.forEach(layer -> openings.putAll(layer.openings()));
    return openings;
  }

  /** Every layer may open a hole; for everything else the last layer counts. */
  private static NetworkRequest network(List<Layer> layers) {
    List<NetworkRequest> requests = layers.stream().map(Layer::network).toList();
    return new NetworkRequest(
        last(layers, layer -> layer.network().tier()),
        requests.stream().flatMap(request -> request.reach().stream()).toList(),
        requests.stream().flatMap(request -> request.publish().stream()).toList(),
        requests.stream()
            .map(NetworkRequest::dns)
            .filter(servers -> !servers.isEmpty())
            .reduce(List.of(), (earlier, later) -> later),
        last(layers, layer -> layer.network().subnet()),
        last(layers, layer -> layer.network().mtu()),
        last(layers, layer -> layer.network().ipv6()),
        requests.stream().flatMap(request -> request.allow().stream()).toList(),
        requests.stream().flatMap(request -> request.deny().stream()).toList(),
        requests.stream().flatMap(request -> request.editors().stream()).toList(),
        CredentialLayers.together(requests));
  }

  private static Optional<Located<String>> devShell(List<Layer> layers) {
    Optional<Located<Boolean>> enable = last(layers, layer -> layer.devShell().enable());
    return enable
        .filter(Located::value)
        .map(enabled ->
            last(layers, layer -> layer.devShell().installable())
                .orElse(new Located<>(DEFAULT_INSTALLABLE, enabled.origin())));
  }

  private static <T> Optional<Located<T>> last(
      List<Layer> layers, Function<Layer, Optional<Located<T>>> value) {
    return layers.stream().map(value).flatMap(Optional::stream).reduce((earlier, later) -> later);
  }

  private static <T> Located<T> silent(T value, String why) {
    return new Located<>(value, new Origin.BuiltIn(why));
  }
}
