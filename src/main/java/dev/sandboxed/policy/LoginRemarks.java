package dev.sandboxed.policy;

import dev.sandboxed.problem.Remark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Remarks that a person should read about the login that the agent gets. */
final class LoginRemarks {

  // About the lifetime that agents give an access token; any long session outlasts it.
  private static final Duration SOON = Duration.ofHours(1);

  private LoginRemarks() {}

  static List<Remark> of(Optional<AgentState> state, KeptFacts kept) {
    return state.stream()
        .flatMap(agent -> agent.credentials().stream())
        .filter(credential -> !credential.writable())
        .flatMap(credential ->
            kept.login(credential.source()).ends().stream()
                .filter(end -> end.isBefore(kept.now().plus(SOON)))
                .map(end -> remark(credential, end, kept.now())))
        .toList();
  }

  private static Remark remark(AgentState.Credential credential, Instant end, Instant now) {
    boolean valid = end.isAfter(now);
    return Remark.of(
        valid ? "login.expires-soon" : "login.expired",
        "the login in "
            + credential.name()
            + (valid ? " expires within the hour, at " : " expired at ")
            + end
            + ": it is read-only, and renewing it inside would log you out on the host");
  }
}
