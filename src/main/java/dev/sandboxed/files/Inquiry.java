package dev.sandboxed.files;

import dev.sandboxed.problem.ByteCount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a plan may ask of the world. Whoever helps to make a plan asks through this, so
 * that it is known what the plan depends on. Answers may be asked for by several threads at once.
 *
 * <p>Errors are those of {@link Files}: an answer that cannot be had is an {@link IOException}.
 */
public interface Inquiry {

  /** The most that is read of a program's answer, in bytes. */
  int LARGEST_OUTPUT = 16 << 20;

  /** The most that is read of a file of the kernel's, in bytes. */
  int LARGEST_KERNEL_TEXT = 4 << 20;

  /** What is at a path; a symlink at its end is not followed unless no option says so. */
  Entry at(Path path, LinkOption... options) throws IOException;

  /** Whether this process may use what a path leads to in this way. */
  boolean allows(Path path, AccessMode mode);

  /** The path with every symlink resolved; something must be there. */
  Path real(Path path) throws IOException;

  /** The text of a symlink. */
  Path target(Path link) throws IOException;

  /**
   * The first bytes of a regular file, however long it is.
   *
   * @throws NotReadException if it is not a regular file
   */
  byte[] beginning(Path file, int most, LinkOption... options) throws IOException;

  /**
   * The text of a file that the kernel makes when it is read, as in {@code /proc} and in the file
   * system of control groups: no time of change tells whether it is another one now.
   */
  default String kernelText(Path file) throws IOException {
    return text(file, LARGEST_KERNEL_TEXT);
  }

  /** The entries of a directory, sorted by path, each with what it is; links are not followed. */
  Map<Path, Entry.Kind> entries(Path directory) throws IOException;

  /** The value of a variable. */
  Optional<String> variable(String name);

  /** The names of all variables. */
  Set<String> variableNames();

  /** All variables, for whoever really depends on all of them. */
  Map<String, String> environment();

  /** The time. */
  Instant now();

  /** Who this is. */
  Account account() throws IOException;

  /**
   * Says that the plan depends on the state of what is at a path, and on nothing that a link at its
   * end leads to. For what has to be read by other means; to be said before.
   */
  void watch(Path path);

  /**
   * Says that the plan depends on something that cannot be asked again, so that it is good for one
   * launch.
   */
  void once(String what);

  /**
   * Runs a program to its end.
   *
   * @param output gets what it writes to standard output; must not throw
   */
  ProgramEnd run(ProgramCall call, OutputStream output) throws IOException;

  /**
   * Runs a program and takes its answer.
   *
   * @throws IOException also if the answer is larger than {@link #LARGEST_OUTPUT}
   */
  default ProgramOutput output(ProgramCall call) throws IOException {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] more, int offset, int length) {
            // One byte more than allowed shows that there was more.
            super.write(more, offset, Math.max(0, Math.min(length, LARGEST_OUTPUT + 1 - count)));
          }
        };
    ProgramEnd end = run(call, bytes);
    if (bytes.size() > LARGEST_OUTPUT) {
      throw new IOException(
          "%s writes more than %s".formatted(call.program(), ByteCount.text(LARGEST_OUTPUT)));
    }
    return new ProgramOutput(end, bytes.toString(StandardCharsets.UTF_8));
  }

  /**
   * The bytes of a regular file.
   *
   * @param largest how many there may be
   * @throws NotReadException if it is not a regular file, or is larger
   */
  default byte[] bytes(Path file, int largest, LinkOption... options) throws IOException {
    byte[] bytes = beginning(file, largest + 1, options);
    if (bytes.length > largest) {
      throw NotReadException.larger(file, largest);
    }
    return bytes;
  }

  /**
   * The text of a regular file.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   */
  default String text(Path file, int largest, LinkOption... options) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(file, largest, options));
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Each byte of a regular file as one character. */
  default String byteText(Path file, int largest, LinkOption... options) throws IOException {
    return new String(bytes(file, largest, options), StandardCharsets.ISO_8859_1);
  }

  /** As {@link Files#exists}. */
  default boolean exists(Path path, LinkOption... options) {
    return found(path, options).isPresent();
  }

  /** As {@link Files#isRegularFile}. */
  default boolean isFile(Path path, LinkOption... options) {
    return found(path, options).filter(Entry::isFile).isPresent();
  }

  /** As {@link Files#isDirectory}. */
  default boolean isDirectory(Path path, LinkOption... options) {
    return found(path, options).filter(Entry::isDirectory).isPresent();
  }

  /** As {@link Files#isSymbolicLink}. */
  default boolean isSymlink(Path path) {
    return found(path, LinkOption.NOFOLLOW_LINKS).filter(Entry::isSymlink).isPresent();
  }

  /** As {@link Files#isReadable}. */
  default boolean isReadable(Path path) {
    return allows(path, AccessMode.READ);
  }

  /** As {@link Files#isWritable}. */
  default boolean isWritable(Path path) {
    return allows(path, AccessMode.WRITE);
  }

  /** As {@link Files#isExecutable}. */
  default boolean isExecutable(Path path) {
    return allows(path, AccessMode.EXECUTE);
  }

  private Optional<Entry> found(Path path, LinkOption... options) {
    try {
      return Optional.of(at(path, options));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
