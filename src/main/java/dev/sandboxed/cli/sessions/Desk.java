package dev.sandboxed.cli.sessions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.review.ContentDiff;
import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What these commands print on.
 *
 * @param out what was asked for
 * @param err messages to the person
 * @param called spells the commands in a text as the person does
 * @param shown prints a row of a difference where {@code err} goes, as it is
 * @param begun a JSON object with its version
 * @param text that object as text
 * @param person whether somebody sees the messages and can answer on standard input
 */
public record Desk(
    PrintStream out,
    PrintStream err,
    UnaryOperator<String> called,
    Consumer<ContentDiff.Row> shown,
    Supplier<ObjectNode> begun,
    Function<ObjectNode, String> text,
    boolean person) {

  void say(String line) {
    out.println(called.apply(line));
  }
}
