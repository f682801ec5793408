package dev.sandboxed.cli;

import dev.sandboxed.files.DirectoryTree;
import dev.sandboxed.files.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.launch.WrittenPlans;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.DevShells;
import dev.sandboxed.state.Instances;
import dev.sandboxed.state.KnownClosures;
import dev.sandboxed.state.ProjectEntry;
import dev.sandboxed.state.ProjectPresence;
import dev.sandboxed.state.RunningSessions;
import dev.sandboxed.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sandboxed gc}: removes what is kept for projects that are gone. */
@Command(
    name = "gc",
    description = {
      "Removes what is kept for projects that no longer exist: their agents' state, their plans and dev shells, and what was allowed for them.",
      "It removes nothing of a running session, no login and no line of the trail."
    },
    mixinStandardHelpOptions = true)
final class GcCommand implements Runnable {

  /** Something that nobody needs any more. */
  private record Garbage(Path directory, String what, long bytes) {}

  private final Streams streams;
  private final HostProbe probe;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  boolean dryRun;

  GcCommand(Streams streams, HostProbe probe) {
    this.streams = streams;
    this.probe = probe;
  }

  @Override
  public void run() {
    ToolDirectories directories = probe.toolDirectories();
    new StateDirectory(directories.state()).checkVersion();
    List<RunningSessions.Running> running = new RunningSessions(directories.state()).list();
    List<Garbage> garbage = new ArrayList<>();
    ofProjects(new Instances(directories.state()).list(), "the agents' state", running, garbage);
    ofProjects(
        new Approvals(probe.inquiry(), directories.state()).list(),
        "what was allowed",
        running,
        garbage);
    ofProjects(
        new DevShells(probe.inquiry(), directories.state()).list(),
        "the dev shells",
        running,
        garbage);
    plans(directories, running, garbage);
    new KnownClosures(probe.inquiry(), directories.cache())
        .outdated()
        .forEach(file -> garbage.add(garbage(file, "a closure that is no longer in the store")));
    take(garbage);
  }

  /**
   * @param what what is kept for each, for the message
   */
  private void ofProjects(
      List<ProjectEntry> all,
      String what,
      List<RunningSessions.Running> running,
      List<Garbage> garbage) {
    Set<Path> inUse =
        running.stream().map(RunningSessions.Running::project).collect(Collectors.toSet());
    for (ProjectEntry one : all) {
      if (one.project().isEmpty()) {
        keep(
            one.directory(),
            "it does not say which project it belongs to; remove it by hand if you do not need it");
        continue;
      }
      Path project = one.project().orElseThrow();
      switch (ProjectPresence.of(project)) {
        case THERE -> {}
        case PERHAPS_ELSEWHERE ->
            keep(one.directory(), project + " may be on a disk that is not mounted");
        case GONE -> {
          if (inUse.contains(project)) {
            keep(one.directory(), "a session of " + project + " is running");
          } else {
            garbage.add(garbage(one.directory(), what + " for " + project));
          }
        }
      }
    }
  }

  private static void plans(
      ToolDirectories directories, List<RunningSessions.Running> running, List<Garbage> garbage) {
    Set<String> inUse =
        running.stream().map(RunningSessions.Running::plan).collect(Collectors.toSet());
    // A plan is made again when needed, so it is no loss if its project comes back.
    WrittenPlans.below(directories.cache()).stream()
        .filter(plan -> ProjectPresence.of(plan.project()) != ProjectPresence.THERE)
        .filter(plan -> !inUse.contains(String.valueOf(plan.directory().getFileName())))
        .forEach(plan -> garbage.add(garbage(plan.directory(), "a plan for " + plan.project())));
  }

  private static Garbage garbage(Path directory, String what) {
    return new Garbage(directory, what, DirectoryTree.bytes(directory));
  }

  private void keep(Path directory, String why) {
    streams.out().println(Printable.line("kept " + directory + ": " + why));
  }

  private void take(List<Garbage> garbage) {
    List<Problem> problems = new ArrayList<>();
    long freed = 0;
    for (Garbage one : garbage) {
      try {
        if (!dryRun) {
          DirectoryTree.delete(one.directory());
        }
        freed += one.bytes();
        streams
            .out()
            .println(
                Printable.line(
                    (dryRun ? "would remove " : "removed ")
                        + one.directory()
                        + ", "
                        + one.what()
                        + ", "
                        + ByteCount.text(one.bytes())));
      } catch (IOException e) {
        problems.add(
            Problem.of(
                "gc.cannot-remove",
                "cannot remove " + one.directory() + ": " + PrivateFiles.reason(e),
                "remove it by hand"));
      }
    }
    streams.out().println((dryRun ? "would free " : "freed ") + ByteCount.text(freed));
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }
}
