package dev.sandboxed.learn;

import java.util.List;

/**
 * What a profile would have to say for a session to be the same again. Nothing in it could be taken
 * for anything else in TOML or on a terminal.
 *
 * @param read paths to read
 * @param write directories to write
 * @param deny patterns of what stays closed in a directory that is read
 * @param packages store paths
 * @param allow names of hosts
 * @param left what is not proposed, a line each, for the person to decide
 * @param counted of what else is not proposed only how much there was, a line each
 */
public record Proposal(
    List<Line> read,
    List<Line> write,
    List<Line> deny,
    List<Line> packages,
    List<Line> allow,
    List<String> left,
    List<String> counted) {

  /**
   * A value for a list of the profile.
   *
   * @param evidence why, on one line
   */
  public record Line(String value, String evidence) {}

  public Proposal {
    read = List.copyOf(read);
    write = List.copyOf(write);
    deny = List.copyOf(deny);
    packages = List.copyOf(packages);
    allow = List.copyOf(allow);
    left = List.copyOf(left);
    counted = List.copyOf(counted);
  }

  /** Whether there is nothing to add to a profile. */
  public boolean isEmpty() {
    return read.isEmpty() && write.isEmpty() && packages.isEmpty() && allow.isEmpty();
  }
}
