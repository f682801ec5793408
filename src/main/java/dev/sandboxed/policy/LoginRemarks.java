package dev.sandboxed.policy;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.environment.VariableGlob;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.AgentDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Remarks that a person should read about the login that the agent gets. */
final class LoginRemarks {

  // About the lifetime that agents give an access token; any long session outlasts it.
  static final Duration SOON = Duration.ofHours(1);

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
              + " is a copy inside, and a renewed login does not come back: the agent may write around it");
    }
    return Remark.from(
        login.origin(),
        "login.carried",
        login.source()
            + " is a copy inside"
            + (login.writable() ? "; a login made or renewed there replaces it" : ""));
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

  /**
   * Says how to log in where nobody has, and that an agent with a login needs a network.
   *
   * @param passed the names of the variables that are passed
   */
  static List<Remark> ofDefinition(
      AgentDefinition agent,
      Optional<AgentState> state,
      KeptFacts kept,
      List<String> passed,
      List<Variable> variables,
      NetworkTier network) {
    List<Remark> remarks = new ArrayList<>();
    agent
        .state()
        .flatMap(AgentDefinition.State::login)
        .ifPresent(login -> {
          if (network instanceof NetworkTier.None) {
            remarks.add(
                Remark.of(
                    "network.agent-offline",
                    agent.name() + " works over the network, and this sandbox has none"));
          } else if (hasNone(state, kept) && !isGiven(login, passed, variables)) {
            remarks.add(Remark.of("login.none", "none yet: " + login.words().value()));
          }
        });
    return remarks;
  }

  /** Whether there is a file for a login to be made inside, and nothing in it. */
  private static boolean hasNone(Optional<AgentState> state, KeptFacts kept) {
    List<AgentState.Credential> files =
        state.stream().flatMap(agent -> agent.credentials().stream()).toList();
    return !files.isEmpty()
        && files.stream()
            .allMatch(
                file -> file.kept() && file.writable() && !kept.login(file.source()).present());
  }

  /** Whether a variable stands for it. */
  private static boolean isGiven(
      AgentDefinition.Login login, List<String> passed, List<Variable> variables) {
    Stream<String> set =
        variables.stream()
            .filter(Variable.Set.class::isInstance)
            .map(Variable.Set.class::cast)
            .map(Variable.Set::name);
    return Stream.concat(passed.stream(), set)
        .anyMatch(
            name -> login.variables().stream().anyMatch(glob -> VariableGlob.matches(glob, name)));
  }
}
