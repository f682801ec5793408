package dev.sandboxed.policy;

import dev.sandboxed.host.LoginFact;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What this host keeps for an agent between launches.
 *
 * @param instance the directory of its state; empty for one that is gone afterwards
 * @param logins by file, those that {@link Policy#logins} names
 * @param now the time of this launch
 */
public record KeptFacts(Optional<Path> instance, Map<Path, LoginFact> logins, Instant now) {

  public KeptFacts {
    logins = Map.copyOf(logins);
  }

  LoginFact login(Path file) {
    return logins.getOrDefault(file, LoginFact.NONE);
  }
}
