package dev.sandboxed.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person types to start sandboxed: its name, or its path where the name leads nowhere.
 *
 * <p>Messages everywhere call it {@code sandboxed}. What they tell the person to type is put right
 * here, on the way out, so that it works as it stands.
 *
 * @param word as a shell reads it
 */
record Called(String word) {

  static final String NAME = "sandboxed";

  // Where a word follows that begins a command, and not in the middle of another name; also an
  // example in a help, of any agent.
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?<![\\w./-])sandboxed(?= (?:--help|(?:"
              + String.join("|", Application.COMMANDS)
              + ")\\b))"
              + "|(?m)(?<=^  )sandboxed(?= \\w+ {2})");

  /** The text with commands that a person can type. */
  String in(String text) {
    return word.equals(NAME)
        ? text
        : COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(word));
  }

  /** A stream that writes what it gets to another, with commands that a person can type. */
  PrintStream on(PrintStream stream) {
    return word.equals(NAME)
        ? stream
        : new PrintStream(new Lines(stream), false, StandardCharsets.UTF_8);
  }

  /** Passes on whole lines, and what there is of one when it is flushed, as a question is. */
  private final class Lines extends OutputStream {

    private final PrintStream stream;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Lines(PrintStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int character) {
      line.write(character);
      if (character == '\n') {
        flush();
      }
    }

    @Override
    public void flush() {
      stream.print(in(line.toString(StandardCharsets.UTF_8)));
      stream.flush();
      line.reset();
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
