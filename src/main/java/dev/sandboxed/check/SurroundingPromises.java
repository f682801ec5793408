package dev.sandboxed.check;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.check.Attempt.Kind;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a plan promises about programs and networks outside, the environment, and the time after.
 */
final class SurroundingPromises {

  private static final Origin NO_GRANT = new Origin.BuiltIn("nothing grants it");

  private static final Origin NOT_PASSED = new Origin.BuiltIn("no rule passes it");

  private static final Origin SESSION = new Origin.BuiltIn("a session leaves nothing behind");

  // What shells set by themselves.
  private static final List<String> OF_SHELLS = List.of("PWD", "OLDPWD", "SHLVL", "_");

  private final SandboxPlan plan;
  private final Outside outside;

  SurroundingPromises(SandboxPlan plan, Outside outside) {
    this.plan = plan;
    this.outside = outside;
  }

  List<Promise> all() {
    return Stream.of(
            Stream.of(sockets(), network(), environment()),
            credentials().stream(),
            Stream.of(leftovers()))
        .flatMap(one -> one)
        .toList();
  }

  private Promise sockets() {
    MountTree tree = plan.mountTree();
    List<Attempt> attempts = new ArrayList<>();
    List<String> granted = new ArrayList<>();
    plan.mounts(MountStep.Socket.class)
        .forEach(step -> granted.add(PlanText.shown(plan, step.path())));
    for (Path socket : outside.sockets()) {
      if (tree.source(socket).isPresent()) {
        granted.add(PlanText.shown(plan, socket));
      } else {
        attempts.add(
            Attempt.same(PlanText.shown(plan, socket), Kind.SEE, socket.toString(), NO_GRANT));
      }
    }
    boolean ownNetwork = !(plan.network().value() instanceof NetworkTier.Full);
    if (ownNetwork) {
      outside
          .canaries()
          .abstractSocket()
          .ifPresent(name ->
              attempts.add(
                  Attempt.same(
                      "an abstract socket", Kind.ABSTRACT, name, plan.network().origin())));
    }
    List<String> notes = new ArrayList<>();
    if (!granted.isEmpty()) {
      notes.add("granted: " + granted.stream().distinct().collect(Collectors.joining(", ")));
    }
    if (!ownNetwork) {
      notes.add("abstract sockets are open in the tier full");
    } else if (outside.canaries().abstractSocket().isEmpty()) {
      notes.add("abstract sockets take perl outside");
    }
    return new Promise(
        "sockets",
        "no program outside can be asked for anything",
        attempts,
        String.join("; ", notes));
  }

  private Promise network() {
    NetworkTier tier = plan.network().value();
    Origin origin = plan.network().origin();
    List<Attempt> attempts = new ArrayList<>();
    String text =
        switch (tier) {
          case NetworkTier.Full _ -> "the network is the host's";
          case NetworkTier.None _ -> {
            attempts.add(Attempt.same("a network device", Kind.INTERFACE, "", origin));
            yield "there is no network";
          }
          case NetworkTier.InternetOnly internet -> {
            attempts.add(asGateway(internet, origin));
            yield "nothing of this machine can be reached under any of its addresses";
          }
          case NetworkTier.Allowlist allowlist -> {
            attempts.add(asGateway(allowlist.around(), origin));
            yield "nothing of this machine can be reached under any of its addresses";
          }
        };
    if (!(tier instanceof NetworkTier.Full)) {
      outside
          .addresses()
          .forEach((address, name) ->
              attempts.add(Attempt.same(name, Kind.CONNECT, port(address), origin)));
    }
    return new Promise(
        "network",
        tier.word() + ": " + text,
        attempts,
        tier instanceof NetworkTier.Full ? "this tier keeps nothing away" : "");
  }

  private Attempt asGateway(NetworkTier.InternetOnly internet, Origin origin) {
    IpAddress gateway = internet.subnet().base().plus(2);
    return new Attempt(
        "this machine, as " + gateway,
        Kind.CONNECT,
        port(hexadecimal(gateway)),
        port("7f000001"),
        origin);
  }

  private String port(String address) {
    return address + " " + outside.canaries().port();
  }

  private static String hexadecimal(IpAddress address) {
    String digits = address.value().toString(16);
    return "0".repeat(address.bits() / 4 - digits.length()) + digits;
  }

  private Promise environment() {
    Collection<String> allowed = new TreeSet<>(OF_SHELLS);
    allowed.addAll(plan.environment().passedNames());
    for (Variable variable : plan.environment().variables()) {
      if (variable instanceof Variable.Set set) {
        allowed.add(set.name());
      }
    }
    List<Attempt> attempts =
        outside.variables().stream()
            .filter(name -> !allowed.contains(name))
            .sorted()
            .map(name -> Attempt.same(name, Kind.VARIABLE, name, NOT_PASSED))
            .collect(Collectors.toCollection(ArrayList::new));
    attempts.add(
        Attempt.same(
            "a variable beside those of the plan",
            Kind.OTHERS,
            String.join(" ", allowed),
            NOT_PASSED));
    return new Promise("environment", "no variable is set but those of the plan", attempts, "");
  }

  /** Absent where no credential stays outside. */
  private Optional<Promise> credentials() {
    if (!(plan.network().value() instanceof NetworkTier.Allowlist allowlist)
        || allowlist.credentials().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Promise(
            "credentials",
            "variables hold placeholders, and what they stand for is outside",
            allowlist.credentials().all().stream()
                .map(one ->
                    Attempt.same(
                        "the value of " + one.variable(), Kind.VALUE, one.variable(), one.origin()))
                .toList(),
            ""));
  }

  private static Promise leftovers() {
    Map<String, String> traces =
        Map.of("processes", "a process", "files", "a file", "mounts", "a mount");
    return new Promise(
        "leftovers",
        "nothing of the session is left",
        traces.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(trace -> Attempt.same(trace.getValue(), Kind.LEFTOVER, trace.getKey(), SESSION))
            .toList(),
        "");
  }
}
