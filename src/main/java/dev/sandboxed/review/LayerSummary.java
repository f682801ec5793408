package dev.sandboxed.review;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.PathRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a layer says, in one sentence that starts with what widens the sandbox. */
public final class LayerSummary {

  private final List<String> parts = new ArrayList<>();

  private LayerSummary() {}

  public static String of(Layer layer) {
    LayerSummary summary = new LayerSummary();
    summary.paths("writable", layer, Access.WRITE);
    summary.paths("readable", layer, Access.READ);
    summary.network(layer.network());
    summary.single(
        "nested user namespaces", layer.nestedUserNamespaces(), made -> made ? "yes" : "no");
    summary.environment(layer.environment());
    summary.single("login", layer.auth(), mode -> mode.word());
    summary.devShell(layer);
    summary.part("packages", layer.packages().stream().map(Located::value));
    summary.single("state", layer.state(), scope -> scope.word());
    summary.paths("masked", layer, Access.DENY);
    summary.paths("read-only", layer, Access.PROTECT);
    summary.single("changes reported", layer.changes(), reported -> reported ? "yes" : "no");
    return summary.parts.isEmpty()
        ? "It changes nothing."
        : "On top of the profile you choose it says: "
            + Printable.line(String.join("; ", summary.parts))
            + ".";
  }

  private void network(NetworkRequest network) {
    single("network", network.tier(), tier -> tier.word());
    part("reach", network.reach().stream().map(one -> one.value().toString()));
    part("publish", network.publish().stream().map(one -> one.value().toString()));
    part("name servers", network.dns().stream().map(one -> one.value().toString()));
    single("subnet", network.subnet(), subnet -> subnet.toString());
    single("packets of", network.mtu(), mtu -> mtu + " bytes");
    single("IPv6", network.ipv6(), on -> on ? "on" : "off");
  }

  private void environment(List<EnvironmentRule> rules) {
    List<String> passed = new ArrayList<>();
    List<String> set = new ArrayList<>();
    for (EnvironmentRule rule : rules) {
      switch (rule) {
        case EnvironmentRule.Pass pass -> passed.add(pass.glob());
        case EnvironmentRule.Set constant -> set.add(constant.name());
      }
    }
    part("passed", passed.stream());
    part("set", set.stream());
  }

  private void devShell(Layer layer) {
    single("dev shell", layer.devShell().enable(), on -> on ? "on" : "off");
    single("dev shell of", layer.devShell().installable(), installable -> installable);
    single("its hook", layer.devShell().shellHook(), runs -> runs ? "runs" : "does not run");
  }

  private void paths(String label, Layer layer, Access access) {
    part(
        label,
        layer.paths().stream().filter(rule -> rule.access() == access).map(PathRule::pattern));
  }

  private <T> void single(String label, Optional<Located<T>> said, Function<T, String> word) {
    part(label, said.stream().map(located -> word.apply(located.value())));
  }

  private void part(String label, Stream<String> values) {
    String joined = values.collect(Collectors.joining(", "));
    if (!joined.isEmpty()) {
      parts.add(label + " " + joined);
    }
  }
}
