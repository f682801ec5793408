package dev.sandboxed.cli.mcp;

import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.state.Content;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Whoever decides.
 *
 * @param err where they are spoken to
 * @param shown prints a row of a difference where {@code err} goes, as it is
 * @param ask asks them; empty where nobody can answer
 */
public record Person(
    PrintStream err,
    Consumer<ContentDiff.Row> shown,
    Optional<Function<String, Optional<String>>> ask) {

  void say(String words) {
    err.println(Printable.line("mcp: " + words));
  }

  /** Shows how a file is to change; what is not there yet has no text. */
  void show(String name, Optional<String> before, String after) {
    ContentDiff.of(
            before.map(text -> content(name, text)).orElse(Content.NOTHING), content(name, after))
        .rows()
        .forEach(shown);
  }

  private static Content content(String name, String text) {
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return Content.ofFile(name, bytes);
  }

  /**
   * Whether they want it.
   *
   * @param again what to type to be asked again, with {@code --yes} behind it to be not
   * @throws UserFailure if there is nobody to ask
   */
  boolean wants(String question, String again) {
    Function<String, Optional<String>> asking =
        ask.orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "mcp.nobody-to-ask",
                    "nothing was written: there is no terminal to ask on",
                    "on a terminal: %1$s\nor, if it is what you want: %1$s --yes"
                        .formatted(again))));
    String said = asking.apply(question + " [y/N] ").orElse("");
    return List.of("y", "yes").contains(said.strip().toLowerCase(Locale.ROOT));
  }
}
