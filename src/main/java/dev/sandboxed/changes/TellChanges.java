package dev.sandboxed.changes;

import dev.sandboxed.files.LiveInquiry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells the person what a session changed in the project. Started by src/main/bash/changes when the
 * session has ended.
 */
public final class TellChanges {

  private TellChanges() {}

  /**
   * Tells what changed.
   *
   * @param arguments a plan directory; standard input has both looks at the project
   */
  public static void main(String[] arguments) {
    try {
      Path changes = Path.of(arguments[0]).resolve("changes");
      Path project = ChangesFiles.project(Files.readString(ChangesFiles.lookFile(changes)));
      List<Snapshot> looks = Look.all(System.in.readAllBytes());
      if (looks.size() != 2) {
        throw new IllegalArgumentException("the project was not looked at twice");
      }
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      out.print(told(changes, project, looks.getFirst(), looks.getLast()));
      out.flush();
      if (out.checkError()) {
        throw new IOException("cannot tell what changed");
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static String told(Path changes, Path project, Snapshot before, Snapshot after) {
    Changes all = Changes.between(before, after);
    List<String> unreadable = after.unreadableIgnoreRules();
    if (!unreadable.isEmpty()) {
      return ChangesText.of(all)
          + ChangesText.notIgnoring(
              "this is not a plain file of at most 1 MiB, and git would open it: "
                  + unreadable.getFirst());
    }
    List<String> names = all.files().stream().map(Changes.Change::name).toList();
    IgnoredFiles.Answer ignored =
        new IgnoredFiles(new LiveInquiry(System.getenv(), InstantSource.system()), project)
            .among(names, ChangesFiles.repository(changes));
    return ChangesText.of(all.ignoring(ignored.names()))
        + ignored.doubt().map(ChangesText::notIgnoring).orElse("");
  }
}
