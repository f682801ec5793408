package dev.sandboxed.problem;

import java.util.Optional;

/**
 * One thing that is wrong, described so that a person can fix it.
 *
 * @param code stable, for programs and tests, for example {@code profile.unknown-key}
 * @param message what is wrong, without a full stop
 * @param where the place in a file, if there is one
 * @param hint what to do about it; empty if the message says it already
 */
public record Problem(String code, String message, Optional<SourcePosition> where, String hint) {

  public static Problem at(SourcePosition where, String code, String message, String hint) {
    return new Problem(code, message, Optional.of(where), hint);
  }

  public static Problem of(String code, String message, String hint) {
    return new Problem(code, message, Optional.empty(), hint);
  }

  /** {@code file:line:col: message}, and the hint on a line of its own. */
  public String render() {
    String place = where.map(position -> position + ": ").orElse("");
    return place + message + (hint.isEmpty() ? "" : "\n  " + hint.replace("\n", "\n  "));
  }
}
