package dev.sandboxed.policy.limits;

import java.nio.file.Path;
import java.util.List;

/** The control groups around a session. */
public sealed interface Enclosure {

  /**
   * One setting of a group.
   *
   * @param file its name in the directory of the group
   * @param value what is written there, and read back
   * @param optional whether a kernel that does not count this has no such file
   */
  record Setting(String file, String value, boolean optional) {}

  /**
   * One group.
   *
   * @param parent the directory in which it is made
   */
  record Group(Path parent, List<Setting> settings) {
    public Group {
      settings = List.copyOf(settings);
    }
  }

  /** Groups that the launcher makes, and removes again. */
  record Own(Path mkdir, Path rmdir, List<Group> groups) implements Enclosure {
    public Own {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A group that systemd makes for this person, and removes when it is empty.
   *
   * @param program systemd-run
   * @param runtimeDirectory where the manager listens
   * @param properties as systemd-run takes them
   * @param group where the file system of control groups is, and what must be read in the group
   */
  record Scope(Path program, Path runtimeDirectory, List<String> properties, Group group)
      implements Enclosure {
    public Scope {
      properties = List.copyOf(properties);
    }
  }
}
