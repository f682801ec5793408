package dev.sandboxed.cli.snapshots;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.files.Programs;
import dev.sandboxed.pager.Pager;
import dev.sandboxed.review.ContentDiff;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What these commands print on, and whom they ask.
 *
 * @param out what was asked for
 * @param err messages to the person
 * @param pager what shows a long text on {@code out}, given programs that no agent can have written
 * @param answers a row of a difference, as {@code out} shows it
 * @param shown prints one where {@code err} goes, as it is
 * @param begun a JSON object with its version
 * @param text that object as text
 * @param person asks a person and waits for a line, if there is one
 */
public record Screen(
    PrintStream out,
    PrintStream err,
    Function<Programs, Pager> pager,
    Function<ContentDiff.Row, String> answers,
    Consumer<ContentDiff.Row> shown,
    Supplier<ObjectNode> begun,
    Function<ObjectNode, String> text,
    Optional<Function<String, Optional<String>>> person) {}
