package dev.sandboxed.cli;

import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.Garbage;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sandboxed gc}: removes what is kept for projects that are gone. */
@Command(
    name = "gc",
    description = {
      "Removes what is kept for projects that are gone, and older agents.",
      "Of projects that no longer exist it removes the agents' state, the plans, the snapshots, the dev shells, what was allowed and what you were told; of the agents that were fetched, those in an older version than is used now.",
      "It removes nothing of a running session, no login and no line of the trail."
    },
    mixinStandardHelpOptions = true)
final class GcCommand implements Runnable {

  private final Streams streams;
  private final HostProbe probe;
  private final Installation installation;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  boolean dryRun;

  @Mixin JsonOption form = new JsonOption();

  GcCommand(Streams streams, HostProbe probe, Installation installation) {
    this.streams = streams;
    this.probe = probe;
    this.installation = installation;
  }

  @Override
  public void run() {
    Garbage garbage =
        Garbage.in(probe.inquiry(), probe.toolDirectories(), installation.library(probe));
    if (!form.json) {
      garbage.kept().forEach(kept -> print("kept " + kept.directory() + ": " + kept.why()));
    }
    remove(garbage);
  }

  private void remove(Garbage garbage) {
    List<Garbage.Piece> removed = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    long freed = 0;
    for (Garbage.Piece one : garbage.pieces()) {
      try {
        if (!dryRun && !garbage.remove(one)) {
          continue;
        }
        freed += one.bytes();
        removed.add(one);
        if (!form.json) {
          print(
              "%s %s, %s, %s"
                  .formatted(
                      dryRun ? "would remove" : "removed",
                      one.path(),
                      one.what(),
                      ByteCount.text(one.bytes())));
        }
      } catch (IOException e) {
        problems.add(
            Problem.of(
                "gc.cannot-remove",
                "cannot remove " + one.path() + ": " + PrivateFiles.reason(e),
                "remove it by hand"));
      }
    }
    streams
        .out()
        .println(
            form.json
                ? Json.ofGarbage(dryRun, removed, garbage.kept())
                : (dryRun ? "would free " : "freed ") + ByteCount.text(freed));
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private void print(String line) {
    streams.out().println(Printable.line(line));
  }
}
