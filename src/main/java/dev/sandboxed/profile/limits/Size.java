package dev.sandboxed.profile.limits;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes.
 *
 * @param text as the person wrote it, such as {@code 8G}
 */
public record Size(String text, long bytes) {

  /** Powers of 1024, as systemd, the kernel and mount(8) read them. */
  static final String REGEX = "[1-9][0-9]{0,6}[MGT]";

  private static final Pattern NOTATION = Pattern.compile("(?<number>[0-9]+)(?<unit>[MGT])");

  private static final int MEBI = 20;

  /** Reads it; what is no size, or less than {@code least}, or more than {@code most}, is none. */
  static Optional<Size> parse(String text, long least, long most) {
    Matcher size = NOTATION.matcher(text);
    if (!text.matches(REGEX) || !size.matches()) {
      return Optional.empty();
    }
    int shift = MEBI + 10 * "MGT".indexOf(size.group("unit"));
    // At most seven digits: no overflow.
    return Optional.of(new Size(text, Long.parseLong(size.group("number")) << shift))
        .filter(read -> least <= read.bytes && read.bytes <= most);
  }

  @Override
  public String toString() {
    return text;
  }
}
