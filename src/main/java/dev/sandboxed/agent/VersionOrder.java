package dev.sandboxed.agent;

import java.math.BigInteger;

/** Which of two exact versions is newer, as npm counts. */
public final class VersionOrder {

  private VersionOrder() {}

  /** Whether the first one is newer. */
  public static boolean isNewer(String one, String other) {
    return compare(one, other) > 0;
  }

  private static int compare(String one, String other) {
    String[] first = one.split("-", 2);
    String[] second = other.split("-", 2);
    int release = compareParts(first[0].split("\\."), second[0].split("\\."));
    if (release != 0) {
      return release;
    }
    // One that is finished is newer than what led to it.
    if (first.length != second.length) {
      return second.length - first.length;
    }
    return first.length == 1 ? 0 : compareParts(first[1].split("\\."), second[1].split("\\."));
  }

  private static int compareParts(String[] one, String[] other) {
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      int part = comparePart(one[i], other[i]);
      if (part != 0) {
        return part;
      }
    }
    return one.length - other.length;
  }

  private static int comparePart(String one, String other) {
    boolean first = one.matches("[0-9]+");
    boolean second = other.matches("[0-9]+");
    if (first && second) {
      return new BigInteger(one).compareTo(new BigInteger(other));
    }
    return first != second ? (first ? -1 : 1) : one.compareTo(other);
  }
}
