package dev.sandboxed.cli.snapshots;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.snapshot.ListingText;
import dev.sandboxed.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sandboxed undo}: takes back the last apply. */
@Command(
    name = "undo",
    description = {
      "Brings back what the last apply of a snapshot replaced or removed.",
      "A file that was changed since is left alone and named; then the exit status is 1."
    },
    mixinStandardHelpOptions = true)
public final class UndoCommand implements Callable<Integer> {

  private final Screen screen;
  private final SnapshotChoice choice;

  @Parameters(
      arity = "0..1",
      paramLabel = "SNAPSHOT",
      description = "A snapshot, else the last of which something was applied.")
  List<String> words = new ArrayList<>();

  public UndoCommand(Screen screen, SnapshotChoice choice) {
    this.screen = screen;
    this.choice = choice;
  }

  @Override
  public Integer call() {
    SnapshotChoice.Chosen chosen = choice.of(words, Snapshot::canUndo);
    Snapshot snapshot = chosen.snapshot();
    if (!chosen.paths().isEmpty() || !snapshot.canUndo()) {
      throw new UserFailure(
          Problem.of(
              "snapshot.nothing-to-undo",
              chosen.paths().isEmpty()
                  ? "nothing of snapshot " + snapshot.name() + " was applied"
                  : "undo takes back a whole apply, of a snapshot that you name",
              "sandboxed snapshots lists them"));
    }
    return snapshot.alone(() -> {
      var left = snapshot.undo();
      screen.out().println("what the last apply of snapshot " + snapshot.name() + " did is undone");
      left.forEach(
          (name, why) -> screen.out().println("  LEFT     " + ListingText.name(name) + ": " + why));
      return left.isEmpty() ? 0 : 1;
    });
  }
}
