package dev.sandboxed.changes;

import dev.sandboxed.files.LiveInquiry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Looks at the project before a session, and tells the person afterwards what changed. Started by
 * src/main/bash/changes, once before and once after.
 */
public final class TellChanges {

  private TellChanges() {}

  /**
   * Looks at the project, or looks again and tells what changed.
   *
   * @param arguments a plan directory and, the first time, the file behind standard output, which
   *     takes what is seen; the second time that file is standard input
   */
  public static void main(String[] arguments) {
    try {
      Path plan = Path.of(arguments[0]);
      Path changes = plan.resolve("changes");
      Path project = ChangesFiles.project(Files.readString(ChangesFiles.projectFile(changes)));
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      if (arguments.length > 1) {
        forgetNames(Path.of(arguments[1]).resolveSibling(""));
        out.print(Snapshot.of(project).text());
      } else {
        out.print(told(changes, project));
      }
      out.flush();
      if (out.checkError()) {
        throw new IOException("cannot write down what was seen");
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * A file without a name is gone when the launch that holds it open ends, however it ends. The
   * files of other launches are held open as well, or were left behind.
   */
  private static void forgetNames(Path directory) throws IOException {
    try (DirectoryStream<Path> seen = Files.newDirectoryStream(directory, "seen.*")) {
      for (Path file : seen) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String told(Path changes, Path project) throws IOException {
    String before = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    Snapshot after = Snapshot.of(project);
    Changes all = Changes.between(Snapshot.parse(before), after);
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
