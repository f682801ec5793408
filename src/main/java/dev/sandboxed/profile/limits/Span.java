package dev.sandboxed.profile.limits;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A time that passes.
 *
 * @param text as the person wrote it, such as {@code 2h}
 */
public record Span(String text, long seconds) {

  static final String REGEX = "[1-9][0-9]{0,6}[smhd]";

  private static final Map<String, Integer> UNITS = Map.of("s", 1, "m", 60, "h", 3600, "d", 86400);

  // Longer than any machine stays up, and far from where a shell's numbers end.
  private static final long MOST = 10_000L * 86400;

  static Optional<Span> parse(String text) {
    if (!text.matches(REGEX)) {
      return Optional.empty();
    }
    int last = text.length() - 1;
    int unit = Objects.requireNonNull(UNITS.get(text.substring(last)));
    return Optional.of(new Span(text, Long.parseLong(text.substring(0, last)) * unit))
        .filter(span -> span.seconds <= MOST);
  }

  @Override
  public String toString() {
    return text;
  }
}
