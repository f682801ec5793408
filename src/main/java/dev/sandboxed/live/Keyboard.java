package dev.sandboxed.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A person at standard input, who may answer or not. Nothing is read before somebody asks for it,
 * so that all that was typed before a question can be forgotten.
 */
public final class Keyboard {

  // A person does not notice, and a processor neither.
  private static final int MILLISECONDS = 20;

  private final InputStream typed;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  Keyboard(InputStream typed) {
    this.typed = typed;
  }

  /** The one of this process. */
  public static Keyboard open() {
    return new Keyboard(System.in);
  }

  /** One at which nobody types. */
  public static Keyboard ofNobody() {
    return new Keyboard(InputStream.nullInputStream());
  }

  /** Forgets all that was typed so far. */
  public void forget() {
    TypedAhead.discard();
    begun.reset();
    try {
      typed.skipNBytes(typed.available());
    } catch (IOException goneWithItsTerminal) {
      return;
    }
  }

  /** A line, if one comes in that time. */
  public Optional<String> line(int milliseconds) {
    for (int waited = 0; ; waited += MILLISECONDS) {
      Optional<String> line = line();
      if (line.isPresent() || waited >= milliseconds) {
        return line;
      }
      try {
        Thread.sleep(MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  private Optional<String> line() {
    try {
      while (typed.available() > 0) {
        int one = typed.read();
        if (one == '\n') {
          String line = begun.toString(StandardCharsets.UTF_8);
          begun.reset();
          return Optional.of(line);
        }
        begun.write(one);
      }
    } catch (IOException goneWithItsTerminal) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
