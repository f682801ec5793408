package dev.sandboxed.foreign;

import java.util.List;

/**
 * What an imported profile will stand among.
 *
 * @param home the person's
 * @param shown the paths that the profile below it shows, as that writes them
 * @param ofPerson whether the file is one of the person's own settings, below their home, and not a
 *     project's
 */
public record Surroundings(String home, List<String> shown, boolean ofPerson) {
  public Surroundings {
    shown = List.copyOf(shown);
  }
}
