package dev.sandboxed.names;

import java.net.IDN;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a host on the internet, in its one form: lower case, A-labels (RFC 5890), no trailing
 * dot. It has at least two labels, and the last begins with a letter, so no spelling of a number
 * such as {@code 0x7f.1} is one.
 */
public record HostName(String text) implements Comparable<HostName> {

  /**
   * What every name matches as a whole, in a syntax that Java, PCRE and POSIX share. An underscore
   * occurs in names of hosts that people use, whatever RFC 952 says.
   */
  static final String REGEX =
      "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?[.])+[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

  /** What every way to write one matches as a whole; not every match is one. */
  public static final String PATTERN = "[^\\s\\u0000-\\u0020*:/@%]+";

  // RFC 1035, section 2.3.4, without the length bytes of the first label and of the root.
  static final int LONGEST = 253;

  private static final Pattern FORM = Pattern.compile(REGEX);

  // RFC 6761, RFC 6762 and RFC 3172: no resolver of the internet knows them.
  private static final Set<String> ELSEWHERE = Set.of("arpa", "invalid", "local", "localhost");

  /** What the end of such a name matches. */
  static final String ELSEWHERE_REGEX = "[.](arpa|invalid|local|localhost)$";

  private static final Pattern ASCII = Pattern.compile("[\\x21-\\x7e]+");

  public HostName {
    if (!isOne(text)) {
      throw new IllegalArgumentException(text);
    }
  }

  /** Whether a text is a name in its one form, byte for byte. */
  public static boolean isOne(String text) {
    return text.length() <= LONGEST
        && FORM.matcher(text).matches()
        && !ELSEWHERE.contains(text.substring(text.lastIndexOf('.') + 1));
  }

  /**
   * The name that a person writes; capitals and letters of other scripts are what they look like. A
   * letter that two standards turn into different names is none: its A-label says which is meant.
   */
  public static Optional<HostName> parse(String written) {
    return form(written).filter(HostName::isOne).map(HostName::new);
  }

  private static Optional<String> form(String written) {
    if (ASCII.matcher(written).matches()) {
      return Optional.of(written.toLowerCase(Locale.ROOT));
    }
    try {
      String ascii = IDN.toASCII(written).toLowerCase(Locale.ROOT);
      // IDN follows the standard of 2003, which makes "ss" of "ß".
      return IDN.toUnicode(ascii).equals(written.toLowerCase(Locale.ROOT))
          ? Optional.of(ascii)
          : Optional.empty();
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  /** Whether this name is in the domain of another, and not that itself. */
  public boolean isBelow(HostName other) {
    return text.endsWith("." + other.text);
  }

  int labels() {
    return (int) Arrays.stream(text.split("\\.", -1)).count();
  }

  @Override
  public int compareTo(HostName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
