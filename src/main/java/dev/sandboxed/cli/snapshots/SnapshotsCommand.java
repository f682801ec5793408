package dev.sandboxed.cli.snapshots;

import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.files.write.DirectoryTree;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.state.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sandboxed snapshots}: those of the project here. */
@Command(
    name = "snapshots",
    description = {
      "Lists the snapshots of this project.",
      "An agent works on one with --snapshot; then the project stays as it is, and you take over what you want."
    },
    mixinStandardHelpOptions = true)
public final class SnapshotsCommand implements Runnable {

  private final Screen screen;
  private final SnapshotChoice choice;
  private final InstantSource clock;

  @Mixin JsonOption form = new JsonOption();

  public SnapshotsCommand(Screen screen, SnapshotChoice choice, InstantSource clock) {
    this.screen = screen;
    this.choice = choice;
    this.clock = clock;
  }

  @Override
  public void run() {
    List<Snapshots.Kept> all = choice.all();
    if (form.json) {
      var root = screen.begun().get();
      root.put("project", choice.project().toString());
      var list = root.putArray("snapshots");
      for (Snapshots.Kept kept : all) {
        list.addObject()
            .put("name", kept.name())
            .put("begun", kept.begun().toString())
            .put("bytes", DirectoryTree.bytes(kept.directory()))
            .put("state", state(kept))
            .put("path", kept.directory().toString());
      }
      screen.out().println(screen.text().apply(root));
      return;
    }
    if (all.isEmpty()) {
      screen.out().println("no snapshot of this project");
      return;
    }
    Instant now = clock.instant();
    for (Snapshots.Kept kept : all) {
      // As wide as most names, an age and a size.
      screen
          .out()
          .printf(
              Locale.ROOT,
              "%-12s  %9s  %9s  %s%n",
              kept.name(),
              age(Duration.between(kept.begun(), now)),
              ByteCount.text(DirectoryTree.bytes(kept.directory())),
              state(kept));
    }
  }

  private static String state(Snapshots.Kept kept) {
    return kept.applied() ? "applied" : "open";
  }

  private static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + (age.toDays() == 1 ? " day" : " days");
    }
    return age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
  }
}
