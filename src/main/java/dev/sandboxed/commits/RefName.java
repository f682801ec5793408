package dev.sandboxed.commits;

import java.util.regex.Pattern;

/** Which names git takes for a ref (git-check-ref-format), for names that an agent chose. */
final class RefName {

  // With the prefix that it gets here it must still be a path, and each part a name of a file, with
  // the ending of git's lock.
  private static final int LONGEST = 1000;
  private static final int LONGEST_PART = 80;

  // Also what a name becomes that is not UTF-8.
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs} ~^:?*\\[\\\\\uFFFD]|\\.\\.|@\\{|//");

  private RefName() {}

  /** Whether it can be one below {@code refs/}. */
  static boolean isFine(String name) {
    if (name.isEmpty() || name.length() > LONGEST || FORBIDDEN.matcher(name).find()) {
      return false;
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty()
          || part.length() > LONGEST_PART
          || part.startsWith(".")
          || part.endsWith(".")
          || part.endsWith(".lock")) {
        return false;
      }
    }
    return true;
  }

  /** Whether one is a directory of the other, so that both cannot be there. */
  static boolean collide(String one, String other) {
    return one.startsWith(other + "/") || other.startsWith(one + "/");
  }
}
