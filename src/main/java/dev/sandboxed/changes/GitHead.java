package dev.sandboxed.changes;

import dev.sandboxed.files.BoundedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a repository has checked out, as plain data: git itself would obey the configuration
 * that it finds there (gitrepository-layout(5)). Text that git did not write is not shown, because
 * it may be from another file that a symlink leads to.
 */
final class GitHead {

  private static final Pattern SYMBOLIC = Pattern.compile("ref: (refs/heads/([\\w./+@-]+))\\s*");
  private static final Pattern OBJECT = Pattern.compile("([0-9a-f]{7})[0-9a-f]{33,57}\\s*");
  private static final Pattern PACKED =
      Pattern.compile("^([0-9a-f]{7})[0-9a-f]{33,57} (refs/\\S+)$", Pattern.MULTILINE);

  // The largest repositories have a few hundred thousand references.
  private static final int LARGEST_BYTES = 64 << 20;

  private GitHead() {}

  /**
   * The branch and the start of its commit; empty if there is none, or if this is not a plain
   * repository.
   */
  static String of(Path repository) {
    if (!Files.isDirectory(repository, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    String head = text(repository.resolve("HEAD"));
    Matcher detached = OBJECT.matcher(head);
    if (detached.matches()) {
      return detached.group(1);
    }
    Matcher symbolic = SYMBOLIC.matcher(head);
    if (!symbolic.matches() || symbolic.group(1).contains("..")) {
      return "";
    }
    String branch = symbolic.group(2);
    return commit(repository, symbolic.group(1))
        .map(commit -> branch + " " + commit)
        .orElse(branch + ", no commit");
  }

  private static Optional<String> commit(Path repository, String reference) {
    Matcher loose = OBJECT.matcher(text(repository.resolve(reference)));
    return loose.matches()
        ? Optional.of(loose.group(1))
        : PACKED
            .matcher(text(repository.resolve("packed-refs")))
            .results()
            .filter(line -> line.group(2).equals(reference))
            .map(line -> line.group(1))
            .findFirst();
  }

  private static String text(Path file) {
    try {
      return BoundedFile.byteText(file, LARGEST_BYTES, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException goneOrNoFile) {
      return "";
    }
  }
}
