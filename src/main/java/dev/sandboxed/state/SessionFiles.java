package dev.sandboxed.state;

import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A directory in which the name of each file begins with that of a session. */
final class SessionFiles {

  private static final Pattern NAME = Pattern.compile("([0-9]+-[0-9]+)\\.[a-z.]+");

  private SessionFiles() {}

  /**
   * The files of each session, by its name; none if there is no such directory.
   *
   * @throws dev.sandboxed.problem.UserFailure if they cannot be listed
   */
  static Map<String, List<Path>> in(Path directory) {
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
