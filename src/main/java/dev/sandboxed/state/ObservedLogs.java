package dev.sandboxed.state;

import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs in sessions tried, as src/main/bash/observe has it written down. */
public final class ObservedLogs {

  private static final Pattern NAME = Pattern.compile("([0-9]+-[0-9]+)\\.[a-z.]+");

  private final Path directory;

  /** The logs below sandboxed's state directory. */
  public ObservedLogs(Path stateDirectory) {
    directory = directory(stateDirectory);
  }

  /** Where they are. */
  public static Path directory(Path stateDirectory) {
    return stateDirectory.resolve("observed");
  }

  /** What was tried, a line for each. */
  public Path events(String session) {
    return directory.resolve(session + ".jsonl");
  }

  /** What the plan of the session allowed. */
  public Path plan(String session) {
    return directory.resolve(session + ".plan.json");
  }

  /** Whether a session was observed. */
  public boolean has(String session) {
    return Files.isRegularFile(events(session), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The files of each session, by its name.
   *
   * @throws dev.sandboxed.problem.UserFailure if they cannot be listed
   */
  public Map<String, List<Path>> files() {
    Map<String, List<Path>> sessions = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return sessions;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher named = NAME.matcher(String.valueOf(file.getFileName()));
        if (named.matches()) {
          sessions.computeIfAbsent(named.group(1), _ -> new ArrayList<>()).add(file);
        }
      }
    } catch (IOException e) {
      throw PrivateFiles.notReadable(directory, e);
    }
    return sessions;
  }
}
