package dev.sandboxed.host;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known about a login's file; none of it is secret.
 *
 * @param present whether it holds a login
 * @param ends when its token expires, if the file says so
 */
public record LoginFact(boolean present, Optional<Instant> ends) {

  /** No login. */
  public static final LoginFact NONE = new LoginFact(false, Optional.empty());
}
