package dev.sandboxed.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a person should know about the login that the agent gets. */
final class LoginRemarks {

  // About as long as agents let an access token live; a session of any length outlasts it.
  private static final Duration SOON = Duration.ofHours(1);

  private LoginRemarks() {}

  static List<String> of(Optional<AgentState> state, KeptFacts kept) {
    return state.stream()
        .flatMap(agent -> agent.credentials().stream())
        .filter(credential -> !credential.writable())
        .flatMap(credential ->
            kept.login(credential.source()).ends().stream()
                .filter(end -> end.isBefore(kept.now().plus(SOON)))
                .map(end -> remark(credential, end, kept.now())))
        .toList();
  }

  private static String remark(AgentState.Credential credential, Instant end, Instant now) {
    return "the login in "
        + credential.name()
        + (end.isAfter(now) ? " ends within the hour, at " : " has ended, at ")
        + end
        + ": it is read-only, and renewing it inside would log you out on the host";
  }
}
