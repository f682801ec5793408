package dev.sandboxed.watch;

import java.util.Comparator;
import java.util.Locale;

/**
 * A question that was asked on the way to a plan.
 *
 * @param subject what it is about, for example a path or the name of a variable
 * @param mark tells its answer from every other; never the value of a variable or the text of a
 *     file, which may be secret
 */
public record Question(Kind kind, String subject, String mark) implements Comparable<Question> {

  /** The mark of what is not there. */
  public static final String ABSENT = "absent";

  /** What is asked. */
  public enum Kind {
    /** What a path leads to, through symlinks: kind, mode in octal, owner, number of names. */
    LEADS_TO,
    /** What is at a path itself, in the same words. */
    ENTRY,
    /** The target of a symlink. */
    LINK,
    /** The path without symlinks. */
    REAL,
    READABLE,
    WRITABLE,
    EXECUTABLE,
    /** The beginning or all of a file: its stamp and the digest of what was read. */
    FILE,
    /** The same of a file that is only read if it is not a symlink. */
    PLAIN_FILE,
    /** The text of a file that the kernel makes when it is read: a digest. */
    KERNEL_TEXT,
    /** The entries of a directory: its stamp and the digest of their names and kinds. */
    LISTING,
    /** What is at a path itself: its stamp. */
    STATE,
    /** A variable: a digest. */
    VARIABLE,
    /** The names of all variables: a digest. */
    VARIABLE_NAMES,
    ACCOUNT,
    CLOCK,
    /** The output of a program: the program's stamp, its exit status, a digest. */
    PROGRAM,
    /** Something that cannot be asked again: its answer never holds. */
    ONCE;

    /** As it is written down, for example {@code variable-names}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public int compareTo(Question other) {
    return Comparator.comparing(Question::kind)
        .thenComparing(Question::subject)
        .thenComparing(Question::mark)
        .compare(this, other);
  }
}
