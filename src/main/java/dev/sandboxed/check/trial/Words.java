package dev.sandboxed.check.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a process says, read beside it, up to a text or to the end. */
final class Words {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  private Words() {}

  /**
   * Begins to read.
   *
   * @param last after which nothing is read
   */
  static Words of(InputStream stream, String last) {
    Words words = new Words();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            words.read(stream, last.getBytes(StandardCharsets.ISO_8859_1));
            words.end.complete(true);
          } catch (IOException e) {
            words.end.completeExceptionally(e);
          }
        });
    return words;
  }

  private void read(InputStream stream, byte[] last) throws IOException {
    int matched = 0;
    for (int next = stream.read(); next >= 0; next = stream.read()) {
      bytes.write(next);
      matched = next == last[matched] ? matched + 1 : next == last[0] ? 1 : 0;
      if (matched == last.length) {
        return;
      }
    }
  }

  /**
   * Waits for the end.
   *
   * @return whether it has come by then
   * @throws IOException if they cannot be read, or this thread is interrupted
   */
  boolean ended(Duration limit) throws IOException {
    try {
      return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException failed) {
      throw new IOException(failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What has been said so far. */
  String soFar() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
