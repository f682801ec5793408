package dev.sandboxed.opening;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this machine has of an opening. */
public sealed interface Found {

  /**
   * It is here.
   *
   * @param places what is shown
   * @param variables of programs inside, by name
   * @param notes what a person should know besides, each a sentence
   */
  record Here(List<Place> places, Map<String, String> variables, List<String> notes)
      implements Found {
    public Here {
      places = List.copyOf(places);
      variables = new TreeMap<>(variables);
      notes = List.copyOf(notes);
    }
  }

  /**
   * It is not here, or cannot be shown.
   *
   * @param why the beginning of a sentence
   */
  record Missing(String why) implements Found {}

  /**
   * The environment names something that is not what was asked for, and showing that would give
   * away something else.
   *
   * @param what a sentence
   */
  record Wrong(String what, String remedy) implements Found {}

  /**
   * One file that is shown.
   *
   * @param inside where programs look for it
   * @param outside where it is on this machine
   */
  record Place(Kind kind, Path inside, Path outside) {}

  /** What kind of file. */
  enum Kind {
    SOCKET,
    /** Shown read-only. */
    FILE,
    DEVICE
  }
}
