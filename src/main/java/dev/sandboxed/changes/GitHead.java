package dev.sandboxed.changes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a repository has checked out, by the texts of its files (gitrepository-layout(5)). Text
 * that git did not write is not shown, because it may be from another file that a symlink leads to.
 */
final class GitHead {

  private static final Pattern BRANCH = Pattern.compile("ref: refs/heads/([\\w./+@-]+)\\s*");
  private static final Pattern OBJECT = Pattern.compile("([0-9a-f]{7})[0-9a-f]{33,57}\\s*");

  private GitHead() {}

  /**
   * The branch and the start of its commit, as {@code main 0123abc}; empty if there is none, or if
   * this is not a plain repository.
   *
   * @param head the text of {@code HEAD}
   * @param loose that of the file of the branch, if there is one
   * @param packed what stands before the branch in {@code packed-refs}
   */
  static String of(String head, String loose, String packed) {
    Matcher detached = OBJECT.matcher(head);
    if (detached.matches()) {
      return detached.group(1);
    }
    Matcher branch = BRANCH.matcher(head);
    if (!branch.matches() || branch.group(1).contains("..")) {
      return "";
    }
    Matcher commit = OBJECT.matcher(loose.isEmpty() ? packed : loose);
    return branch.group(1) + (commit.matches() ? " " + commit.group(1) : ", no commit");
  }
}
