package dev.sandboxed.nix;

import dev.sandboxed.problem.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Nix's standard error: what it says of its work is passed on as progress, the last lines are kept
 * for the message about a failure. Endless output costs no memory.
 */
final class LastWords extends OutputStream {

  // Every run without the network says this, and there it is intended.
  private static final String OFFLINE = "warning: you don't have Internet access;";

  // Everything else is for the message about a failure: what Nix calls an error is often none,
  // where
  // sandboxed only asks whether there is something.
  private static final Pattern WORK =
      Pattern.compile("(?:building|copying|downloading|evaluating|fetching|querying|unpacking) .*");

  private static final int LINES = 20;
  private static final int LINE_BYTES = 2000;

  private final Progress progress;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> last = new ArrayDeque<>();

  LastWords(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void write(int character) {
    if (character == '\n' || character == '\r') {
      endLine();
    } else if (line.size() < LINE_BYTES) {
      line.write(character);
    }
  }

  /** The last lines; call it when Nix has ended. */
  String text() {
    endLine();
    return String.join("\n", last);
  }

  private void endLine() {
    String text = Printable.line(line.toString(StandardCharsets.UTF_8)).strip();
    line.reset();
    if (text.isEmpty() || text.startsWith(OFFLINE)) {
      return;
    }
    if (WORK.matcher(text).matches()) {
      progress.report(text);
    }
    last.addLast(text);
    if (last.size() > LINES) {
      last.removeFirst();
    }
  }
}
