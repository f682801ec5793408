package dev.sandboxed.files.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** A file that is locked while something in the state directory is written. */
public record LockFile(Path file) {

  // A file lock belongs to the whole process, so threads need one of their own.
  private static final Object THREADS = new Object();

  /**
   * Does some work while no other process and no other thread does the same.
   *
   * @throws dev.sandboxed.problem.UserFailure if the file cannot be locked
   */
  public void alone(Runnable work) {
    alone(() -> {
      work.run();
      return this;
    });
  }

  /**
   * As {@link #alone(Runnable)}, for what the work makes.
   *
   * @throws dev.sandboxed.problem.UserFailure if the file cannot be locked
   */
  public <T> T alone(Supplier<T> work) {
    PrivateFiles.directory(file.resolveSibling(""));
    PrivateFiles.file(file, "");
    synchronized (THREADS) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        return work.get();
      } catch (IOException e) {
        throw PrivateFiles.notWritable(file, e);
      }
    }
  }
}
