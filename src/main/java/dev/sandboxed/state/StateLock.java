package dev.sandboxed.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is locked while something of the state directory is written. */
record StateLock(Path file) {

  // Between threads: a lock on a file is the whole process's.
  private static final Object THREADS = new Object();

  /**
   * Does something while no other process and no other thread does the same.
   *
   * @throws dev.sandboxed.problem.UserFailure if the file system does not let us
   */
  void alone(Runnable work) {
    PrivateFiles.directory(file.resolveSibling(""));
    PrivateFiles.file(file, "");
    synchronized (THREADS) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        work.run();
      } catch (IOException e) {
        throw PrivateFiles.notWritable(file, e);
      }
    }
  }
}
