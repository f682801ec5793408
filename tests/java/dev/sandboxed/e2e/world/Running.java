package dev.sandboxed.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program that was started and may still run. It writes to files, so nothing of it can block. */
public final class Running {

  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private Running(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts {@code command} with an empty standard input.
   *
   * @param environment all of it: nothing is inherited
   * @param io the directory for what it prints
   */
  public static Running start(
      List<String> command, Path directory, Map<String, String> environment, Path io) {
    try {
      Path out = Files.createTempFile(io, "run", ".out");
      Path err = Files.createTempFile(io, "run", ".err");
      // Java would look for the program on its own PATH.
      List<String> onThePath = new ArrayList<>(List.of("/usr/bin/env", "--"));
      onThePath.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(onThePath)
              .directory(directory.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Running(List.copyOf(command), builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** The processes that it started, and those below them. The outermost comes first. */
  public List<ProcessHandle> descendants() {
    List<ProcessHandle> below = process.children().collect(Collectors.toCollection(ArrayList::new));
    for (int next = 0; next < below.size(); next++) {
      below.get(next).children().forEach(below::add);
    }
    return below;
  }

  /** Like {@code kill}: to this process only, not to its group. */
  public void terminate() {
    process.destroy();
  }

  /** Like {@code kill -9}. */
  public void killHard() {
    process.destroyForcibly();
  }

  public Running waitUntilPrints(String text) {
    return waitFor(out, text);
  }

  /** Waits for {@code text} on its standard error. */
  public Running waitUntilSays(String text) {
    return waitFor(err, text);
  }

  private Running waitFor(Path stream, String text) {
    Waiting.until(
        () -> read(stream).contains(text) || !process.isAlive(),
        () -> "«" + text + "» from: " + soFar(-1).describe());
    if (!read(stream).contains(text)) {
      throw new AssertionError("ended without «" + text + "»: " + finish().describe());
    }
    return this;
  }

  /** What it has printed so far. */
  public String printed() {
    return read(out);
  }

  /** Waits for the end; a program that does not end fails the test. */
  public Outcome finish() {
    return finish(Waiting.LIMIT);
  }

  /** The same, for a program that takes long even if nothing is wrong. */
  public Outcome finish(Duration limit) {
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("did not end: " + soFar(-1).describe());
      }
      return soFar(process.exitValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }

  private Outcome soFar(int exit) {
    return new Outcome(command, exit, read(out), read(err));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
