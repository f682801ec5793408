package dev.sandboxed.plan;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.profile.ProjectProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message at a person's first launch ever: the plan, in five lines. */
public final class FirstLaunch {

  private FirstLaunch() {}

  /**
   * The lines, each of which fits on a terminal.
   *
   * @param state the agent's own directory, if it has one
   */
  public static String of(SandboxPlan plan, Optional<AgentState> state) {
    String profile =
        plan.workplace().profiles().stream()
            // The project's own profile: nobody chose it by name.
            .filter(name -> !name.equals(ProjectProfile.FILE))
            .reduce((below, above) -> above)
            .orElseThrow();
    return """
    sandboxed: this is your first launch; the plan in short (--quiet hides this):
      inside   %s
      outside  %s
      rules    profile %s: sandboxed profiles show %3$s
      ask      --dry-run shows the whole plan, --explain ~/.ssh explains one path
    """
        .formatted(inside(plan, state), outside(plan), profile);
  }

  private static String inside(SandboxPlan plan, Optional<AgentState> state) {
    List<String> things = new ArrayList<>();
    things.add(
        "this project, "
            + (plan.mountTree().isWritable(plan.project()) ? "writable" : "read-only"));
    if (isOfTheHost(plan, plan.identity().home())) {
      things.add("your home");
    }
    things.add("programs");
    state.ifPresent(own -> {
      // A login still to be made inside is not the person's yet.
      own.credentials().stream()
          .filter(login -> !login.kept())
          .findFirst()
          .ifPresent(
              login -> things.add(login.writable() ? "your login" : "your login, read-only"));
      things.add(own.instance().isPresent() ? "a history" : "a history for this session");
    });
    things.add(
        switch (plan.network().value()) {
          case NetworkTier.InternetOnly _ -> "the internet";
          case NetworkTier.Allowlist allowlist -> allowlist.describe();
          case NetworkTier.Full _ -> "all of your network";
          case NetworkTier.None _ -> "no network";
        });
    return String.join("; ", things);
  }

  private static String outside(SandboxPlan plan) {
    List<String> things = new ArrayList<>();
    if (!isOfTheHost(plan, plan.identity().home())) {
      things.add("the rest of your home");
    }
    plan.network()
        .value()
        .routed()
        .ifPresent(network ->
            things.add(
                "your local network"
                    + (network.reach().isEmpty() ? "" : ", except what reach names")
                    + (network.editors().isEmpty() ? "" : ", except your editor")));
    things.add(things.isEmpty() ? "what no rule names" : "");
    return String.join("; ", things.stream().filter(thing -> !thing.isEmpty()).toList());
  }

  private static boolean isOfTheHost(SandboxPlan plan, Path path) {
    return plan.mountTree().source(path).isPresent();
  }
}
