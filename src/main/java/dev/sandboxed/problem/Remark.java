package dev.sandboxed.problem;

import java.util.Optional;

/**
 * Something that a person should know, although it prevents nothing.
 *
 * @param code stable, for programs and tests, for example {@code network.no-name-server}
 * @param text a clause or sentence without its origin
 * @param origin who decided that, if it was decided
 */
public record Remark(String code, String text, Optional<Origin> origin) {

  public static Remark of(String code, String text) {
    return new Remark(code, text, Optional.empty());
  }

  public static Remark from(Origin origin, String code, String text) {
    return new Remark(code, text, Optional.of(origin));
  }

  /** The same about one of several things, which is named first. */
  public Remark about(String subject) {
    return new Remark(code, subject + ": " + text, origin);
  }

  /** The text, with the origin in brackets after it. */
  public String describe() {
    return text + origin.map(why -> " (" + why.describe() + ")").orElse("");
  }
}
