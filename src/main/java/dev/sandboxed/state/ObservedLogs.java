package dev.sandboxed.state;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What programs in sessions tried, as src/main/bash/observe has it written down. */
public final class ObservedLogs {

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
    return SessionFiles.in(directory);
  }
}
