package dev.sandboxed.host.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's control groups, as far as this person may make some: they limit what all processes
 * of a session use together.
 *
 * @param manager systemd's for this person, which makes groups for whoever asks
 * @param places groups in which this person may make others, the nearest first
 * @param why nothing else can be used
 */
public record ControlGroups(Optional<Manager> manager, List<Place> places, String why) {

  /** A machine that nobody has asked. */
  public static final ControlGroups NOT_ASKED = new ControlGroups(Optional.empty(), List.of(), "");

  public ControlGroups {
    places = List.copyOf(places);
  }

  /** What is limited. */
  public enum Controller {
    MEMORY("memory"),
    CPU("cpu"),
    TASKS("pids");

    private final String word;

    Controller(String word) {
      this.word = word;
    }

    /** As the kernel writes it. */
    public String word() {
      return word;
    }
  }

  /**
   * systemd's manager for this person.
   *
   * @param program systemd-run
   * @param runtimeDirectory where it listens
   * @param mount where the file system of control groups is
   * @param controllers those that the system has handed to it
   */
  public record Manager(
      Path program, Path runtimeDirectory, Path mount, Set<Controller> controllers) {
    public Manager {
      controllers = Set.copyOf(controllers);
    }
  }

  /**
   * A group that this person may divide.
   *
   * @param unified whether it is one of version 2
   * @param controllers those that groups in it have
   */
  public record Place(Path directory, boolean unified, Set<Controller> controllers) {
    public Place {
      controllers = Set.copyOf(controllers);
    }
  }
}
