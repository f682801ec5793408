package dev.sandboxed.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs and waits for them: the one place that starts any for their answers. */
public final class ProgramRunner {

  private static final int MOST_ERRORS = 64 << 10;

  // A pipe holds 64 KiB when the program ends; a machine that needs longer to read them is stuck.
  private static final Duration REST = Duration.ofSeconds(10);

  private ProgramRunner() {}

  /**
   * Runs a program to its end, or kills it and what it has started after its time.
   *
   * @param output gets all that it writes to standard output; must not throw
   * @throws IOException if it cannot be started
   */
  public static ProgramEnd run(ProgramCall call, OutputStream output) throws IOException {
    return run(call, output, REST);
  }

  /**
   * The same.
   *
   * @param rest how long what it wrote may take to arrive once it has ended. Something that it left
   *     behind can keep its output open for ever, and then nobody knows whether that was all
   */
  static ProgramEnd run(ProgramCall call, OutputStream output, Duration rest) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(call.words()).directory(call.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(call.environment());
    call.file().ifPresent(file -> builder.redirectInput(file.toFile()));
    Process process = builder.start();
    try (Gate answer = new Gate(output);
        Beginning errors = new Beginning()) {
      Thread feeding = begin(() -> feed(process, call.input()));
      Thread reading = begin(() -> drain(process.getInputStream(), answer));
      Thread complaining = begin(() -> drain(process.getErrorStream(), errors));
      boolean inTime = process.waitFor(call.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        kill(process);
      }
      int status = process.waitFor();
      boolean complete = ended(List.of(feeding, reading, complaining), rest);
      return new ProgramEnd(status, inTime && complete, errors.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean ended(List<Thread> threads, Duration rest) throws InterruptedException {
    long deadline = System.nanoTime() + rest.toNanos();
    boolean all = true;
    for (Thread thread : threads) {
      all &= thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return all;
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

  /** Lets nothing through once it is closed: by then the answer is being read. */
  private static final class Gate extends OutputStream {

    private final OutputStream answer;
    private boolean closed;

    private Gate(OutputStream answer) {
      this.answer = answer;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      if (!closed) {
        answer.write(bytes, offset, length);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
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
