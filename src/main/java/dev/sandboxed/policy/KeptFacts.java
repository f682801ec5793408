package dev.sandboxed.policy;

import dev.sandboxed.host.LoginFact;
import dev.sandboxed.policy.copy.WorkingCopy;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The things that this host keeps for an agent between launches.
 *
 * @param instance the directory of its state; empty if the state is gone afterwards
 * @param copies where copies of git's configurations are for this project; empty if this machine
 *     cannot mount them
 * @param snapshot the snapshot of the project to work on, if any
 * @param logins the logins that {@link Policy#logins} names, by file
 * @param now the time of this launch
 * @param remarks what was to be said before anything was decided
 */
public record KeptFacts(
    Optional<Path> instance,
    Optional<Path> copies,
    Optional<WorkingCopy> snapshot,
    Map<Path, LoginFact> logins,
    Instant now,
    List<Remark> remarks) {

  public KeptFacts {
    logins = Map.copyOf(logins);
    remarks = List.copyOf(remarks);
  }

  /** When the time that has passed makes another plan, of which the logins are the only reason. */
  public static Optional<Instant> until(Collection<LoginFact> logins, Instant now) {
    return logins.stream()
        .flatMap(login -> login.ends().stream())
        .flatMap(end -> Stream.of(end.minus(LoginRemarks.SOON), end))
        .filter(end -> !end.isBefore(now))
        .min(Comparator.naturalOrder());
  }

  LoginFact login(Path file) {
    return logins.getOrDefault(file, LoginFact.NONE);
  }
}
