package dev.sandboxed.beneath;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The few calls that Java has no words for: it neither opens a directory for good nor swaps two
 * names.
 */
@SuppressWarnings("restricted")
final class Libc {

  // fcntl(2): two of these differ between processors.
  private static final boolean ARM = System.getProperty("os.arch", "").startsWith("aarch64");
  private static final int NOFOLLOW = ARM ? 0100000 : 0400000;
  private static final int DIRECTORY = ARM ? 040000 : 0200000;
  private static final int NONBLOCK = 04000;
  private static final int CLOSE_ON_EXEC = 02000000;

  /** Flags of {@link #open} for a directory that is not reached through a link. */
  static final int OPEN_DIRECTORY = DIRECTORY | NOFOLLOW | CLOSE_ON_EXEC;

  /** For a file that is read; a pipe does not make it wait. */
  static final int OPEN_FILE = NOFOLLOW | NONBLOCK | CLOSE_ON_EXEC;

  /** For {@link #rename}: fails if the new name is taken. */
  static final int NO_REPLACE = 1;

  /** For {@link #rename}: both names stay, each with what the other had. */
  static final int EXCHANGE = 2;

  // flock(2): LOCK_EX and LOCK_NB.
  private static final int EXCLUSIVELY_NOW = 2 | 4;

  // errno(3), the same on every processor that Java 25 and Linux share.
  private static final int ENOENT = 2;
  private static final int EPERM = 1;
  private static final int EACCES = 13;
  private static final int EEXIST = 17;
  private static final int ENOTDIR = 20;
  private static final int EINVAL = 22;
  private static final int ELOOP = 40;

  // name_to_handle_at(2): MAX_HANDLE_SZ, after the two numbers in front.
  private static final int LARGEST_HANDLE = 128;

  private static final int BYTE = 0xff;

  // What is not UTF-8 becomes other letters than these in a text, so these are bytes of the name.
  private static final int ASCII_END = 0x80;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private static final MethodHandle OPENAT =
      function("openat", 3, INT, ValueLayout.ADDRESS, INT, INT);
  private static final MethodHandle CLOSE = function("close", 1, INT);
  private static final MethodHandle FLOCK = function("flock", 2, INT, INT);
  private static final MethodHandle FSYNC = function("fsync", 1, INT);
  private static final MethodHandle SYNCFS = function("syncfs", 1, INT);
  private static final MethodHandle FCHMOD = function("fchmod", 2, INT, INT);
  private static final MethodHandle RENAMEAT2 =
      function("renameat2", 5, INT, ValueLayout.ADDRESS, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle NAME_TO_HANDLE_AT =
      function(
          "name_to_handle_at",
          5,
          INT,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          INT);

  private Libc() {}

  private static MethodHandle function(String name, int fixed, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(),
        FunctionDescriptor.of(INT, parameters),
        fixed < parameters.length
            ? new Linker.Option[] {
              Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(fixed)
            }
            : new Linker.Option[] {Linker.Option.captureCallState("errno")});
  }

  private interface Call {
    int with(Arena arena, MemorySegment state) throws Throwable;
  }

  private static int call(Path about, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = call.with(arena, state);
      if (result < 0) {
        throw failure(about, (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static IOException failure(Path about, int errno) {
    String name = about.toString();
    return switch (errno) {
      case ENOENT -> new NoSuchFileException(name);
      case EEXIST -> new FileAlreadyExistsException(name);
      case ENOTDIR, ELOOP -> new NotDirectoryException(name);
      case EPERM, EACCES -> new AccessDeniedException(name);
      case EINVAL -> new FileSystemException(name, null, "its file system cannot swap names");
      default -> new FileSystemException(name, null, "the system's error " + errno);
    };
  }

  static int open(int directory, Path name, int flags) throws IOException {
    return call(
        name,
        (arena, state) -> (int) OPENAT.invokeExact(state, directory, text(arena, name), flags, 0));
  }

  static void close(int descriptor) {
    try {
      call(Path.of(""), (_, state) -> (int) CLOSE.invokeExact(state, descriptor));
    } catch (IOException closedAllTheSame) {
      return;
    }
  }

  /** Locks an open file as flock(1) does; not if somebody has it. */
  static boolean lock(int descriptor) {
    try {
      call(Path.of(""), (_, state) -> (int) FLOCK.invokeExact(state, descriptor, EXCLUSIVELY_NOW));
      return true;
    } catch (IOException held) {
      return false;
    }
  }

  static void sync(int descriptor) throws IOException {
    call(Path.of(""), (_, state) -> (int) FSYNC.invokeExact(state, descriptor));
  }

  /** Has all that was written to a file system written to the disk. */
  static void syncAll(int descriptor) throws IOException {
    call(Path.of(""), (_, state) -> (int) SYNCFS.invokeExact(state, descriptor));
  }

  static void mode(int descriptor, int mode) throws IOException {
    call(Path.of(""), (_, state) -> (int) FCHMOD.invokeExact(state, descriptor, mode));
  }

  static void rename(int directory, Path from, Path to, int how) throws IOException {
    call(
        to,
        (arena, state) ->
            (int)
                RENAMEAT2.invokeExact(
                    state, directory, text(arena, from), directory, text(arena, to), how));
  }

  /**
   * What identifies a file or directory on its file system, as long as it is there.
   *
   * @return its kind and its bytes; empty if the file system has none
   */
  static Optional<byte[]> handle(int directory, Path name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(2L * Integer.BYTES + LARGEST_HANDLE, Integer.BYTES);
      handle.set(INT, 0, LARGEST_HANDLE);
      MemorySegment mount = arena.allocate(Long.BYTES, Long.BYTES);
      call(
          name,
          (inner, state) ->
              (int)
                  NAME_TO_HANDLE_AT.invokeExact(
                      state, directory, text(inner, name), handle, mount, 0));
      byte[] bytes = new byte[1 + handle.get(INT, 0)];
      bytes[0] = (byte) handle.get(INT, Integer.BYTES);
      MemorySegment.copy(
          handle, ValueLayout.JAVA_BYTE, 2L * Integer.BYTES, bytes, 1, bytes.length - 1);
      return Optional.of(bytes);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static MemorySegment text(Arena arena, Path name) {
    byte[] bytes = bytes(name);
    MemorySegment text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return text;
  }

  /** The very bytes of a name, which its text does not have if they are not UTF-8. */
  private static byte[] bytes(Path path) {
    String text = path.toString();
    if (!text.isEmpty() && text.chars().allMatch(letter -> letter < ASCII_END)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    // A relative one, below the root: what comes first would be the working directory.
    String raw = Path.of("/").resolve(path).toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Java adds a slash where there is a directory of that name.
    int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
    for (int at = path.isAbsolute() ? 0 : 1; at < end; at++) {
      if (raw.charAt(at) == '%') {
        bytes.write(Integer.parseInt(raw.substring(at + 1, at + 3), 16) & BYTE);
        at += 2;
      } else {
        bytes.write(raw.charAt(at));
      }
    }
    return bytes.toByteArray();
  }
}
