package dev.sandboxed.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A person at standard input, who may answer or not. */
public final class Keyboard {

  // More than anybody has typed when a question comes.
  private static final int MOST_LINES = 16;

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);

  private Keyboard() {}

  /** Begins to listen. */
  public static Keyboard open() {
    Keyboard keyboard = new Keyboard();
    Thread.ofPlatform().daemon().start(keyboard::read);
    return keyboard;
  }

  private void read() {
    try (BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        // Nobody waits for what does not fit.
        boolean _ = lines.offer(line);
      }
    } catch (IOException goneWithItsTerminal) {
      return;
    }
  }

  /** Forgets all that was typed so far. */
  public void forget() {
    TypedAhead.discard();
    lines.clear();
  }

  /** A line, if one comes in that time. */
  public Optional<String> line(int milliseconds) {
    try {
      return Optional.ofNullable(lines.poll(milliseconds, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The same where nobody is there. */
  public static Optional<String> pause(int milliseconds) {
    return new Keyboard().line(milliseconds);
  }
}
