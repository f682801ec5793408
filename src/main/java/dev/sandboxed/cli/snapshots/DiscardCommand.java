package dev.sandboxed.cli.snapshots;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sandboxed discard}: throws a snapshot away. */
@Command(
    name = "discard",
    description = {
      "Throws a snapshot away, with all that was not applied.",
      "The project stays as it is. After that, what was applied cannot be undone."
    },
    mixinStandardHelpOptions = true)
public final class DiscardCommand implements Runnable {

  private final Screen screen;
  private final SnapshotChoice choice;

  @Parameters(
      arity = "0..1",
      paramLabel = "SNAPSHOT",
      description = "A snapshot; it can be left out if there is only one.")
  List<String> words = new ArrayList<>();

  public DiscardCommand(Screen screen, SnapshotChoice choice) {
    this.screen = screen;
    this.choice = choice;
  }

  @Override
  public void run() {
    if (words.isEmpty() && choice.all().size() > 1) {
      throw new UserFailure(
          Problem.of(
              "snapshot.which",
              "this project has more than one snapshot",
              "name the one to throw away; sandboxed snapshots lists them"));
    }
    SnapshotChoice.Chosen chosen = choice.of(words, _ -> true);
    if (!chosen.paths().isEmpty()) {
      throw new UserFailure(
          Problem.of(
              "snapshot.which",
              "there is no snapshot of that name",
              "sandboxed snapshots lists them"));
    }
    Snapshot snapshot = chosen.snapshot();
    snapshot.alone(() -> {
      if (snapshot.isUnfinished()) {
        throw new UserFailure(
            Problem.of(
                "snapshot.unfinished",
                "an apply or an undo of snapshot " + snapshot.name() + " was ended before its end",
                "end it first: sandboxed undo " + snapshot.name() + " brings back what was there"));
      }
      Leftovers.remove(snapshot.directory());
      return true;
    });
    screen.out().println("threw away snapshot " + snapshot.name());
  }
}
