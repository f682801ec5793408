package dev.sandboxed.state;

import dev.sandboxed.files.Digest;
import java.util.Comparator;

/**
 * A part of a project that a person allows as a whole.
 *
 * @param kind of {@code a-z} and dashes
 * @param detail what distinguishes subjects of one kind; empty if a project can only have one
 */
public record Subject(String kind, String detail) implements Comparable<Subject> {

  /** The project's own profile. */
  public static final Subject PROJECT_FILE = new Subject("project-file", "");

  /** Where the {@code .git} of a linked work tree or a submodule leads. */
  public static final Subject WORK_TREE = new Subject("work-tree", "");

  /** Where the profiles of Nix lead that a project keeps. */
  public static final Subject NIX_PROFILES = new Subject("nix-profiles", "");

  // This many digits of a digest distinguish any number of details.
  private static final int DETAIL_DIGITS = 16;

  public Subject {
    if (!kind.matches("[a-z]+(-[a-z]+)*")) {
      throw new IllegalArgumentException("not a kind of subject: " + kind);
    }
  }

  /** The name for its files: two subjects never share one. */
  String fileName() {
    return detail.isEmpty() ? kind : kind + "-" + Digest.of(detail).substring(0, DETAIL_DIGITS);
  }

  /** In words, for people. */
  public String describe() {
    return kind.replace('-', ' ') + (detail.isEmpty() ? "" : " " + detail);
  }

  @Override
  public int compareTo(Subject other) {
    return Comparator.comparing(Subject::kind).thenComparing(Subject::detail).compare(this, other);
  }
}
