package dev.sandboxed.snapshot;

import java.nio.file.Path;

/**
 * One step of writing to the project, which can be taken, taken again, and taken back.
 *
 * @param number names its files in the journal
 * @param name relative to the project
 * @param old what the project had
 * @param made what it gets
 * @param agents what the snapshot had
 */
record Action(int number, Path name, Kind kind, Content old, Content made, Content agents) {

  /** What is written, and so what a later apply may build upon. */
  enum Kind {
    /** What the agent made. */
    WHOLE,
    /** The same, merged with what the person made. */
    MERGED,
    /** A part of what the agent made, in a file that only the agent has changed. */
    PART,
    /** The same in a file that the person has changed, too. */
    PART_OF_BOTH
  }

  private static final int FIELDS = 6;

  String text() {
    return String.join(
        " ",
        Integer.toString(number),
        kind.name(),
        old.text(),
        made.text(),
        agents.text(),
        Names.text(name));
  }

  static Action parse(String line) {
    String[] fields = line.split(" ", FIELDS);
    return new Action(
        Integer.parseInt(fields[0]),
        Names.path(fields[5]),
        Kind.valueOf(fields[1]),
        Content.parse(fields[2]),
        Content.parse(fields[3]),
        Content.parse(fields[4]));
  }

  /** The same the other way round. */
  Action back() {
    return new Action(number, name, kind, /* old= */ made, /* made= */ old, agents);
  }

  /** The same where nothing is any more. */
  Action fromNothing() {
    return new Action(number, name, kind, Content.ABSENT, made, agents);
  }

  /** Whether all that the agent made is taken over, as long as the agent makes nothing new. */
  boolean isWhole() {
    return kind == Kind.WHOLE || kind == Kind.MERGED;
  }
}
