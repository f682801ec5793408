package dev.sandboxed.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs programs and waits for them: the one place that starts any for their answers. */
public final class ProgramRunner {

  private static final int MOST_ERRORS = 64 << 10;

  private ProgramRunner() {}

  /**
   * Runs a program to its end, or kills it and what it has started after its time.
   *
   * @param output gets all that it writes to standard output; must not throw
   * @throws IOException if it cannot be started
   */
  public static ProgramEnd run(ProgramCall call, OutputStream output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(call.words()).directory(call.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(call.environment());
    Process process = builder.start();
    try (Beginning errors = new Beginning()) {
      Thread feeding = begin(() -> feed(process, call.input()));
      Thread reading = begin(() -> drain(process.getInputStream(), output));
      Thread complaining = begin(() -> drain(process.getErrorStream(), errors));
      boolean inTime = process.waitFor(call.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        kill(process);
      }
      int status = process.waitFor();
      feeding.join();
      reading.join();
      complaining.join();
      return new ProgramEnd(status, inTime, errors.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Thread begin(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      return;
    }
  }

  private static void drain(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
    } catch (IOException killed) {
      return;
    }
  }

  /** Keeps the beginning, and takes the rest so that the writer does not wait. */
  private static final class Beginning extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, Math.max(0, Math.min(length, MOST_ERRORS - count)));
    }
  }
}
