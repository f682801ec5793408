package dev.sandboxed.toml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word a person most likely meant. */
public final class Suggestion {

  /** One slip is allowed per this many letters: {@code teir} still means {@code tier}. */
  private static final int LETTERS_PER_SLIP = 3;

  private Suggestion() {}

  /** The candidate nearest to {@code word}, if one is near; the first of equally near ones. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> slips(word, candidate) <= allowed(candidate))
        .min(Comparator.comparingInt(candidate -> slips(word, candidate)));
  }

  private static int allowed(String candidate) {
    return Math.max(1, candidate.length() / LETTERS_PER_SLIP);
  }

  /**
   * How many letters are missing, extra, wrong or swapped with their neighbour (the optimal string
   * alignment distance), ignoring case.
   */
  static int slips(String typed, String meant) {
    if (Math.abs(typed.length() - meant.length()) > allowed(meant)) {
      return Integer.MAX_VALUE; // too far apart, and typed may be very long
    }
    String a = typed.toLowerCase(Locale.ROOT);
    String b = meant.toLowerCase(Locale.ROOT);
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int step(int[][] distance, String a, String b, int i, int j) {
    int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(
            distance[i - 1][j - 1] + wrong, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
