package dev.sandboxed.live;

import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is added to a log. Of what comes faster than anybody could read, only the end is read, so
 * that nobody who writes without end is ever ahead.
 */
public final class LogTail {

  // Some thousand lines at a time.
  private static final int MOST = 1 << 20;

  private final Path file;
  private long at;
  private long skipped;

  private LogTail(Path file, long at) {
    this.file = file;
    this.at = at;
  }

  /**
   * Reads from its end on.
   *
   * @throws dev.sandboxed.problem.UserFailure if it cannot be read
   */
  public static LogTail of(Path file) {
    try {
      return new LogTail(file, Files.size(file));
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  /** How many bytes were left out so far. */
  public long skipped() {
    return skipped;
  }

  /** The lines that have been completed since. */
  public List<String> lines() {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      boolean jumped = size - at > MOST;
      if (jumped) {
        skipped += size - MOST - at;
        at = size - MOST;
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, size - at));
      while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {}
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      // A line has no megabyte: what ends nowhere is none.
      at += end == 0 && bytes.position() == MOST ? MOST : end;
      int begin = jumped ? text.indexOf('\n') + 1 : 0;
      return end <= begin
          ? List.of()
          : new String(
                  text.substring(begin, end).getBytes(StandardCharsets.ISO_8859_1),
                  StandardCharsets.UTF_8)
              .lines()
              .toList();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }
}
