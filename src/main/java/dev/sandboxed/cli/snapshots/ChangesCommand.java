package dev.sandboxed.cli.snapshots;

import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.pager.Pager;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.review.Revealed;
import dev.sandboxed.snapshot.Change;
import dev.sandboxed.snapshot.FileDiff;
import dev.sandboxed.snapshot.Listing;
import dev.sandboxed.snapshot.ListingText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed changes}: what is different in a snapshot. */
@Command(
    name = "changes",
    description = {
      "Shows what an agent changed in a snapshot of this project.",
      "It compares the snapshot with the project as it is now. Nothing is written, and nothing of"
          + " the project's configuration is executed."
    },
    mixinStandardHelpOptions = true)
public final class ChangesCommand implements Runnable {

  private final Screen screen;
  private final SnapshotChoice choice;

  @Parameters(
      arity = "0..*",
      paramLabel = "[SNAPSHOT] [PATH]",
      description = "A snapshot, else the one that was begun last; only what is at these paths.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--diff",
      description = "Show the lines that differ, on a terminal through git's pager.")
  boolean diff;

  @Option(names = "--name-only", description = "Print the names only, each ended by a newline.")
  boolean nameOnly;

  @Mixin JsonOption form = new JsonOption();

  public ChangesCommand(Screen screen, SnapshotChoice choice) {
    this.screen = screen;
    this.choice = choice;
  }

  @Override
  public void run() {
    SnapshotChoice.Chosen chosen = choice.of(words, _ -> true);
    Listing listing = chosen.snapshot().changes();
    List<Change> shown =
        listing.shown().stream()
            .filter(change ->
                chosen.paths().isEmpty()
                    || chosen.paths().stream().anyMatch(path -> isAt(change, path)))
            .toList();
    if (form.json) {
      json(chosen, listing, shown);
    } else if (nameOnly) {
      shown.forEach(change -> screen.out().println(ListingText.name(change.name())));
    } else if (diff) {
      diff(
          chosen,
          shown.stream()
              .filter(change -> !listing.isIgnored(change) || !chosen.paths().isEmpty())
              .toList());
    } else {
      ListingText text = new ListingText(listing);
      screen.out().println("snapshot " + chosen.snapshot().name() + ": " + text.counts());
      text.lines(shown).forEach(screen.out()::println);
    }
  }

  private static boolean isAt(Change change, Path path) {
    return path.toString().isEmpty()
        || change.name().startsWith(path)
        || change.before().filter(before -> before.startsWith(path)).isPresent();
  }

  private void diff(SnapshotChoice.Chosen chosen, List<Change> changes) {
    Path project = chosen.snapshot().project();
    try (Pager pager = screen.pager().apply(choice.tools(project))) {
      for (Change change : changes) {
        diff(pager.out(), change, project);
        if (pager.isLeft()) {
          return;
        }
      }
    }
  }

  private void diff(PrintStream out, Change change, Path project) {
    row(out, ContentDiff.Kind.FILE, heading(change));
    try {
      Optional<FileDiff> lines = FileDiff.of(change, project);
      if (lines.isEmpty()) {
        row(out, ContentDiff.Kind.NOTE, "no lines can be shown of it");
        return;
      }
      lines.get().lines().forEach(line -> row(out, kind(line), Revealed.of(line).text()));
    } catch (IOException e) {
      throw PrivateFiles.notReadable(change.source(), e);
    }
  }

  static String heading(Change change) {
    return ListingText.word(change.kind())
        + " "
        + change.before().map(before -> ListingText.name(before) + " -> ").orElse("")
        + ListingText.name(change.name());
  }

  static ContentDiff.Kind kind(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> ContentDiff.Kind.ADDED;
      case '-' -> ContentDiff.Kind.REMOVED;
      case '@' -> ContentDiff.Kind.PLACE;
      default -> ContentDiff.Kind.SAME;
    };
  }

  private void row(PrintStream out, ContentDiff.Kind kind, String text) {
    out.println(screen.answers().apply(new ContentDiff.Row(kind, text)));
  }

  private void json(SnapshotChoice.Chosen chosen, Listing listing, List<Change> shown) {
    if (diff || nameOnly) {
      throw new UserFailure(
          Problem.of(
              "option.usage", "--json goes with neither --diff nor --name-only", "leave one out"));
    }
    var root = screen.begun().get();
    root.put("snapshot", chosen.snapshot().name());
    root.put("project", chosen.snapshot().project().toString());
    var list = root.putArray("changes");
    for (Change change : shown) {
      list.addObject()
          .put("kind", ListingText.word(change.kind()))
          .put("name", change.name().toString())
          .put("before", change.before().map(Path::toString).orElse(null))
          .put("was", ListingText.word(change.was()))
          .put("now", ListingText.word(change.now()))
          .put("bytesBefore", change.was().size())
          .put("bytes", change.now().size())
          .put("ignored", listing.isIgnored(change))
          .put("trap", listing.withheld(change).orElse(null));
    }
    screen.out().println(screen.text().apply(root));
  }
}
