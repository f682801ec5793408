package dev.sandboxed.policy;

import dev.sandboxed.host.LoginFact;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The things that this host keeps for an agent between launches.
 *
 * @param instance the directory of its state; empty if the state is gone afterwards
 * @param copies where copies of git's configurations are for this project; empty if this machine
 *     cannot mount them
 * @param logins the logins that {@link Policy#logins} names, by file
 * @param now the time of this launch
 * @param notRead remarks about files of the project that do not count, because nobody allowed them
 */
public record KeptFacts(
    Optional<Path> instance,
    Optional<Path> copies,
    Map<Path, LoginFact> logins,
    Instant now,
    List<Remark> notRead) {

  public KeptFacts {
    logins = Map.copyOf(logins);
    notRead = List.copyOf(notRead);
  }

  LoginFact login(Path file) {
    return logins.getOrDefault(file, LoginFact.NONE);
  }
}
