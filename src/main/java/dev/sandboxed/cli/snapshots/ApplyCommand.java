package dev.sandboxed.cli.snapshots;

import dev.sandboxed.commits.CommitFetch;
import dev.sandboxed.commits.Fetched;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.snapshot.Listing;
import dev.sandboxed.snapshot.ListingText;
import dev.sandboxed.snapshot.Outcome;
import dev.sandboxed.snapshot.Snapshot;
import dev.sandboxed.snapshot.TakeOver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed apply}: writes what is wanted of a snapshot to the project. */
@Command(
    name = "apply",
    description = {
      "Writes what an agent changed in a snapshot to the project.",
      "A file that you have changed meanwhile, too, is merged if both fit together, and else left"
          + " alone and named; then the exit status is 1. What git ignores and what programs"
          + " outside would obey is written only if you name it. sandboxed undo brings back what"
          + " was there."
    },
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {

  private static final Path GIT = Path.of(".git");

  // As many digits as git shows of an object.
  private static final int SHORT = 7;

  private final Screen screen;
  private final SnapshotChoice choice;
  private final Optional<TakeOver.Asking> asking;

  @Parameters(
      arity = "0..*",
      paramLabel = "[SNAPSHOT] [PATH]",
      description = "A snapshot, else the one that was begun last; only what is at these paths.")
  List<String> words = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Decide about each place of each file, as git add -p does.")
  boolean interactive;

  public ApplyCommand(Screen screen, SnapshotChoice choice) {
    this.screen = screen;
    this.choice = choice;
    asking = screen.person().map(person -> new HunkQuestions(screen, person));
  }

  @Override
  public Integer call() {
    SnapshotChoice.Chosen chosen = choice.of(words, _ -> true);
    if (interactive && asking.isEmpty()) {
      throw new UserFailure(
          Problem.of(
              "snapshot.nobody-to-ask",
              "--interactive asks, and there is no terminal to answer at",
              "name the paths that you want instead"));
    }
    Snapshot snapshot = chosen.snapshot();
    return snapshot.alone(() -> {
      Optional<Outcome> resumed = snapshot.resume();
      if (resumed.isPresent()) {
        screen.out().println("an apply that was ended before is finished now:");
        int status = tell(resumed.get());
        if (chosen.paths().isEmpty() && !interactive) {
          return Math.max(status, fetch(snapshot, snapshot.changes()));
        }
      }
      TakeOver.Result result =
          new TakeOver(snapshot, chosen.paths(), interactive ? asking : Optional.empty()).run();
      int status = tell(result.outcome());
      withheld(result.withheld());
      if (wantsCommits(chosen.paths())) {
        status = Math.max(status, fetch(snapshot, result.listing()));
      }
      if (result.ignored() > 0) {
        screen
            .out()
            .println(
                "left out, because git ignores it: "
                    + result.ignored()
                    + "; name it to have it written");
      }
      return status;
    });
  }

  /** They belong to everything; a person who chooses may choose them. */
  private boolean wantsCommits(List<Path> paths) {
    return paths.isEmpty() ? !interactive : paths.contains(GIT);
  }

  private int fetch(Snapshot snapshot, Listing listing) throws IOException {
    int status = 0;
    for (Fetched fetched : new CommitFetch(snapshot).run(listing)) {
      status = Math.max(status, tell(fetched));
    }
    return status;
  }

  private int tell(Fetched fetched) {
    String where =
        fetched.repository().equals(GIT) ? "" : " in " + ListingText.name(fetched.repository());
    fetched
        .refs()
        .forEach((ref, object) ->
            screen
                .out()
                .println(
                    "  %-8s %s  %s%s"
                        .formatted(
                            "fetched", Printable.whole(ref), object.substring(0, SHORT), where)));
    fetched
        .left()
        .forEach((ref, why) ->
            screen
                .out()
                .println("  %-8s %s: %s%s".formatted("LEFT", Printable.whole(ref), why, where)));
    fetched
        .problem()
        .ifPresent(why -> row("LEFT", fetched.repository(), "no commits were fetched: " + why));
    return fetched.isWhole() ? 0 : 1;
  }

  private int tell(Outcome outcome) {
    outcome.written().forEach(name -> row("wrote", name, ""));
    outcome.merged().forEach(name -> row("merged", name, ""));
    outcome.removed().forEach(name -> row("removed", name, ""));
    outcome.left().forEach((name, why) -> row("LEFT", name, why));
    if (outcome.written().isEmpty()
        && outcome.merged().isEmpty()
        && outcome.removed().isEmpty()
        && outcome.left().isEmpty()) {
      screen.out().println("nothing to write");
    }
    return outcome.left().isEmpty() ? 0 : 1;
  }

  private void withheld(SortedMap<Path, String> withheld) {
    withheld.forEach((name, why) -> row("TRAP", name, why + "; not written"));
  }

  private void row(String label, Path name, String why) {
    screen
        .out()
        .println(
            "  %-8s %s%s"
                .formatted(
                    label,
                    ListingText.name(name),
                    why.isEmpty() ? "" : ": " + Printable.line(why)));
  }
}
