package dev.sandboxed.agent;

import dev.sandboxed.problem.ByteCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Watches what a download leaves on disk, because npm says nothing of it: tells how much there is,
 * and interrupts the thread that waits for it when nothing has come for long.
 */
final class Download implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);

  // Without a terminal, a sign of life is a line of its own.
  private static final int LOOKS_PER_LINE = 30;

  private final List<Path> directories;
  private final Duration patience;
  private final Telling telling;
  private final Thread waiting = Thread.currentThread();
  private final Thread watching = Thread.ofPlatform().daemon().unstarted(this::watch);
  private volatile boolean stalled;

  /**
   * How a person is told.
   *
   * @param say a line that stays
   * @param show one that the next takes the place of; empty for the end of it
   */
  record Telling(Consumer<String> say, Consumer<String> show) {}

  /**
   * Begins to watch, for the current thread.
   *
   * @param patience how long nothing may come
   */
  Download(List<Path> directories, Duration patience, Telling telling) {
    this.directories = List.copyOf(directories);
    this.patience = patience;
    this.telling = telling;
    watching.start();
  }

  boolean stalled() {
    return stalled;
  }

  /** Ends the watching; the current thread is not interrupted any more. */
  @Override
  public void close() {
    watching.interrupt();
    boolean interrupted = Thread.interrupted();
    while (watching.isAlive()) {
      try {
        watching.join();
      } catch (InterruptedException stopped) {
        interrupted = true;
      }
    }
    // Otherwise that was the watcher, on its way out.
    interrupted |= Thread.interrupted();
    if (interrupted && !stalled) {
      Thread.currentThread().interrupt();
    }
    telling.show().accept("");
  }

  private void watch() {
    long begun = System.nanoTime();
    long grown = begun;
    long before = 0;
    try {
      for (int look = 1; ; look++) {
        Thread.sleep(LOOK);
        long now = System.nanoTime();
        long size = directories.stream().mapToLong(Download::size).sum();
        if (size != before) {
          grown = now;
          before = size;
        } else if (now - grown >= patience.toNanos()) {
          stalled = true;
          waiting.interrupt();
          return;
        }
        String text =
            "fetching: %s so far, %d s".formatted(ByteCount.text(size), seconds(now - begun));
        if (look % LOOKS_PER_LINE == 0) {
          telling.say().accept(text);
        } else {
          telling.show().accept(text);
        }
      }
    } catch (InterruptedException ended) {
      return;
    }
  }

  private static long seconds(long nanoseconds) {
    return Duration.ofNanos(nanoseconds).toSeconds();
  }

  /** What is there may go while it is looked at. */
  private static long size(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.mapToLong(Download::fileSize).sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private static long fileSize(Path path) {
    try {
      return Files.isRegularFile(path) ? Files.size(path) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }
}
