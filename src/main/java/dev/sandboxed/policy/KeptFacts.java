package dev.sandboxed.policy;

import dev.sandboxed.host.LoginFact;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this host keeps for an agent between launches.
 *
 * @param instance the directory of its state; empty for one that is gone afterwards
 * @param logins by file, those that {@link Policy#logins} names
 * @param now the time of this launch
 * @param notRead what of the project has no say in this launch, as nobody allowed it, in words
 */
public record KeptFacts(
    Optional<Path> instance, Map<Path, LoginFact> logins, Instant now, List<String> notRead) {

  public KeptFacts {
    logins = Map.copyOf(logins);
    notRead = List.copyOf(notRead);
  }

  LoginFact login(Path file) {
    return logins.getOrDefault(file, LoginFact.NONE);
  }
}
