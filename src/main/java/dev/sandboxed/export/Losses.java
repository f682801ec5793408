package dev.sandboxed.export;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.policy.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is different in a bundle from the sandbox of the same plan. */
final class Losses {

  /** The promises of {@code sandboxed check}, by name. */
  static final List<String> PROMISES =
      List.of(
          "hidden",
          "masked",
          "protected",
          "read-only",
          "root",
          "kernel",
          "capabilities",
          "namespaces",
          "nesting",
          "calls",
          "sockets",
          "network",
          "environment",
          "leftovers");

  private final SandboxPlan plan;
  private final Wishes wishes;
  private final List<Loss> losses = new ArrayList<>();

  private Losses(SandboxPlan plan, Wishes wishes) {
    this.plan = plan;
    this.wishes = wishes;
  }

  static List<Loss> of(SandboxPlan plan, Wishes wishes) {
    Losses found = new Losses(plan, wishes);
    found.promises();
    found.inside();
    found.limits();
    found.around();
    return List.copyOf(found.losses);
  }

  /** The promises that are kept. */
  static List<String> kept(List<Loss> losses) {
    return PROMISES.stream()
        .filter(name -> losses.stream().map(Loss::name).noneMatch(name::equals))
        .toList();
  }

  private void promises() {
    if (plan.isolation().kernelPaths().stream()
        .map(KernelPath::path)
        .anyMatch(OciMounts::isAgent)) {
      lost("kernel", "/proc/1 is the agent itself, so it is not hidden; the rest is covered");
    }
    lost(
        "leftovers",
        "a runtime that is killed leaves the agent running (runc delete --force NAME ends it), and one that is started makes"
            + " an empty file or directory where a mount point has been removed from the project, even behind a link that the"
            + " agent has put there");
  }

  private void inside() {
    lost(
        "identity",
        "the agent has the number 0 inside, which is you outside, and no right of root's; programs that refuse to run as root"
            + " refuse (Claude Code: --dangerously-skip-permissions without IS_SANDBOX=1)");
    List<String> leftOut =
        wishes.passed().stream().filter(Predicate.not(wishes.variables()::containsKey)).toList();
    if (!leftOut.isEmpty()) {
      lost(
          "variables",
          "not written down, because values can be secrets: "
              + String.join(", ", leftOut)
              + ". Export with --variable NAME for those that are needed, or add NAME=VALUE to process.env in config.json");
    }
    if (!wishes.variables().isEmpty()) {
      lost(
          "variables",
          "in config.json, which only you can read, are the values of "
              + String.join(", ", wishes.variables().keySet()));
    }
    if (!plan.mounts(MountStep.OwnCopy.class).isEmpty()) {
      lost(
          "git",
          "the configurations of git in the project cannot be changed inside: "
              + plan.mounts(MountStep.OwnCopy.class).stream()
                  .map(copy -> copy.path().toString())
                  .collect(Collectors.joining(", ")));
    }
    if (!plan.aftermath().logins().isEmpty()) {
      lost(
          "login",
          "your login is not carried in, and a new one not back: log in inside, or pass a key with --variable");
    }
    lost("programs", "those of 32 bits are killed, and calls newer than Linux 6.18 are not there");
    lost(
        "terminal",
        wishes.terminal()
            ? "it is the runtime's own, so a runtime needs one to start it"
            : "there is none; for an agent that talks with you, export with --terminal");
  }

  private void limits() {
    Limits limits = plan.isolation().limits();
    for (Limits.Held limit : limits.held()) {
      switch (limit.keeper()) {
        case CONTROL_GROUP ->
            lost(
                "limits",
                limit.key()
                    + " is for the runtime to keep, which needs a control group of yours for it");
        case LAUNCHER ->
            lost(
                "limits",
                limit.key()
                    + " is not kept: start the runtime with timeout "
                    + limit.value().value());
        case USER_NAMESPACE, PROCESS, FILE_SYSTEM -> {}
      }
    }
  }

  private void around() {
    lost(
        "plan",
        "it is that of now: what appears later is not masked or protected, whatever rule it matches. Export again after a"
            + " change of the project, of a profile, or of the programs");
    lost(
        "afterwards",
        "nobody looks at what the agent left in the project, and no list of sessions, audits or denials has it");
    if (plan.network().value() instanceof NetworkTier.Full) {
      lost("network", "full, as in the plan: it keeps nothing away, abstract sockets included");
    }
  }

  private void lost(String name, String text) {
    losses.add(new Loss(name, text));
  }

  /** A line for each. */
  static String text(List<Loss> losses) {
    return Stream.concat(
            Stream.of("kept: " + String.join(", ", kept(losses)) + "\n"),
            losses.stream().map(loss -> loss.name() + ": " + loss.text() + "\n"))
        .collect(Collectors.joining());
  }
}
