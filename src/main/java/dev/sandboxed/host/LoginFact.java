package dev.sandboxed.host;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a login's file; nothing of it is a secret.
 *
 * @param present whether it holds a login
 * @param ends when its token ends, where it says so
 */
public record LoginFact(boolean present, Optional<Instant> ends) {

  /** No login. */
  public static final LoginFact NONE = new LoginFact(false, Optional.empty());
}
