package dev.sandboxed.state;

import dev.sandboxed.files.write.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What sessions of allowlist connected to, as src/main/bash/names has it written. What is in a line
 * are the agent's words, and a file may have a gibibyte: each is read line by line.
 */
public final class ConnectionLogs {

  // What names, rules and files can make of a line is far less; HAProxy cuts it at 8 KiB.
  private static final int LONGEST_LINE = 1 << 16;

  private static final int BUFFER = 1 << 16;

  private static final String SOCKET = ".admin";

  private final Path directory;

  /** The logs below sandboxed's state directory. */
  public ConnectionLogs(Path stateDirectory) {
    directory = StateDirectory.network(stateDirectory);
  }

  /**
   * How many lines there are.
   *
   * @param refused those of them that are about what was refused
   */
  public record Counted(long all, long refused) {}

  /** What a session connected to, and what it was refused. */
  public Path connections(String session) {
    return directory.resolve(session + ".jsonl");
  }

  /** What it was refused. */
  public Path refusals(String session) {
    return directory.resolve(session + ".denied.jsonl");
  }

  /** The names that it asked for and that are not allowed. */
  public Path names(String session) {
    return directory.resolve(session + ".names.jsonl");
  }

  /** HAProxy's admin socket, while the session runs. */
  public Path socket(String session) {
    return directory.resolve(session + SOCKET);
  }

  /** How many connections a session had. */
  public Counted counted(String session) {
    long[] counts = new long[2];
    each(connections(session), line -> counts[0]++);
    each(refusals(session), line -> counts[1]++);
    return new Counted(counts[0], counts[1]);
  }

  /**
   * Gives each line of a file that is an object, in its order. A file that is not there has none.
   *
   * @throws dev.sandboxed.problem.UserFailure if it cannot be read
   */
  public static void each(Path file, Consumer<String> reader) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      for (int next = bytes.read(); next >= 0; next = bytes.read()) {
        if (next != '\n') {
          if (length < LONGEST_LINE) {
            line[length] = (byte) next;
          }
          length++;
          continue;
        }
        if (length > 0 && length <= LONGEST_LINE && line[0] == '{') {
          reader.accept(new String(line, 0, length, StandardCharsets.UTF_8));
        }
        length = 0;
      }
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  /** The files of each session, by its name. */
  public Map<String, List<Path>> files() {
    return SessionFiles.in(directory);
  }

  /** Whether a file is a socket, which nobody needs when its session is over. */
  public static boolean isSocket(Path file) {
    return String.valueOf(file.getFileName()).endsWith(SOCKET);
  }
}
