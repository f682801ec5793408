package dev.sandboxed.policy;

import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Remark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Remarks that a person should read about the login that the agent gets. */
final class LoginRemarks {

  // About the lifetime that agents give an access token; any long session outlasts it.
  private static final Duration SOON = Duration.ofHours(1);

  private LoginRemarks() {}

  static List<Remark> of(Optional<AgentState> state, KeptFacts kept, List<Grant> grants) {
    return Stream.concat(carried(state, grants), ending(state, kept)).toList();
  }

  private static Stream<Remark> carried(Optional<AgentState> state, List<Grant> grants) {
    return state.stream()
        .flatMap(agent -> agent.credentials().stream())
        .flatMap(login ->
            switch (login.way()) {
              case MOUNTED, CLOSED -> Stream.of();
              case LEFT_OUT ->
                  Stream.of(
                      Remark.of(
                          "login.left-out",
                          "the login in "
                              + login.name()
                              + " is not inside: the agent replaces it, and no state is kept that it could be renewed in"));
              case CARRIED -> Stream.of(carried(login, grants));
            });
  }

  private static Remark carried(AgentState.Credential login, List<Grant> grants) {
    if (login.writable() && Aftermath.isInReach(login.source(), grants)) {
      return Remark.from(
          login.origin(),
          "login.not-back",
          login.source()
              + " is inside as a copy, and a renewed login does not come back: the agent may write around it");
    }
    return Remark.from(
        login.origin(),
        "login.carried",
        login.source()
            + " is inside as a copy"
            + (login.writable() ? "; a login that the agent renews or makes takes its place" : ""));
  }

  private static Stream<Remark> ending(Optional<AgentState> state, KeptFacts kept) {
    return state.stream()
        .flatMap(agent -> agent.credentials().stream())
        .filter(credential -> !credential.writable())
        .filter(credential -> credential.way() != AgentState.Way.CLOSED)
        .flatMap(credential ->
            kept.login(credential.source()).ends().stream()
                .filter(end -> end.isBefore(kept.now().plus(SOON)))
                .map(end -> remark(credential, end, kept.now())));
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
