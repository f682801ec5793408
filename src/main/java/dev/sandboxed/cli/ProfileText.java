package dev.sandboxed.cli;

import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.TierName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A chain of profiles shown as one, each line with the place it came from. */
final class ProfileText {

  private final StringBuilder text = new StringBuilder();
  private final List<Layer> layers;

  private ProfileText(List<Layer> layers) {
    this.layers = layers;
  }

  /**
   * The chain's text.
   *
   * @param chain base first
   */
  static String of(List<Profile> chain) {
    ProfileText text = new ProfileText(chain.stream().map(Profile::layer).toList());
    text.text.append("# ").append(chain.getLast().description()).append('\n');
    text.text
        .append("# ")
        .append(chain.stream().map(Profile::name).collect(Collectors.joining(" < ")))
        .append('\n');
    text.sections();
    return text.text.toString();
  }

  private void sections() {
    network();
    for (Access access : Access.values()) {
      Map<String, PathRule> rules = new LinkedHashMap<>();
      layers.stream()
          .flatMap(layer -> layer.paths().stream())
          .filter(rule -> rule.access() == access)
          .forEach(rule -> rules.put(rule.pattern(), rule));
      rules
          .values()
          .forEach(rule ->
              line(
                  "filesystem." + access.name().toLowerCase(Locale.ROOT),
                  rule.pattern() + (rule.optional() ? " (optional)" : ""),
                  rule.origin()));
    }
    for (Layer layer : layers) {
      for (EnvironmentRule rule : layer.environment()) {
        switch (rule) {
          case EnvironmentRule.Pass pass -> line("environment.pass", pass.glob(), pass.origin());
          case EnvironmentRule.Set set ->
              line("environment.set", set.name() + "=" + set.value(), set.origin());
        }
      }
    }
    each("packages.nix", Layer::packages);
    single("devshell.enable", layer -> layer.devShell().enable(), String::valueOf);
    single(
        "devshell.installable",
        layer -> layer.devShell().installable(),
        installable -> installable);
    single("devshell.shell_hook", layer -> layer.devShell().shellHook(), String::valueOf);
    single("auth.mode", Layer::auth, mode -> mode.word());
    single("state.scope", Layer::state, scope -> scope.word());
    single("audit.changes", Layer::changes, String::valueOf);
    single("kernel.nested_userns", Layer::nestedUserNamespaces, String::valueOf);
  }

  private void network() {
    single("network.tier", layer -> layer.network().tier(), TierName::word);
    each("network.reach", layer -> layer.network().reach());
    each("network.publish", layer -> layer.network().publish());
    layers.stream()
        .map(layer -> layer.network().dns())
        .filter(servers -> !servers.isEmpty())
        .reduce((earlier, later) -> later)
        .ifPresent(servers ->
            servers.forEach(one -> line("network.dns", one.value().toString(), one.origin())));
    single("network.subnet", layer -> layer.network().subnet(), IpNetwork::toString);
    single("network.mtu", layer -> layer.network().mtu(), String::valueOf);
    single("network.ipv6", layer -> layer.network().ipv6(), String::valueOf);
  }

  private <T> void each(String key, Function<Layer, List<Located<T>>> values) {
    layers.forEach(layer ->
        values.apply(layer).forEach(one -> line(key, String.valueOf(one.value()), one.origin())));
  }

  /** Only the last of several single values counts. */
  private <T> void single(
      String key, Function<Layer, Optional<Located<T>>> value, Function<T, String> word) {
    layers.stream()
        .map(value)
        .flatMap(Optional::stream)
        .reduce((earlier, later) -> later)
        .ifPresent(located -> line(key, word.apply(located.value()), located.origin()));
  }

  private void line(String key, String value, Origin origin) {
    text.append(String.format(Locale.ROOT, "%-22s %-34s # %s%n", key, value, origin.describe()));
  }
}
