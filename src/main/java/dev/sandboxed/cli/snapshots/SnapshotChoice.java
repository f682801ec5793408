package dev.sandboxed.cli.snapshots;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.snapshot.Snapshot;
import dev.sandboxed.state.Snapshots;
import dev.sandboxed.state.StateDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the snapshot that the words of a command mean, and the paths after its name. */
public final class SnapshotChoice {

  private final HostProbe probe;
  private final Path workingDirectory;

  public SnapshotChoice(HostProbe probe, Path workingDirectory) {
    this.probe = probe;
    this.workingDirectory = workingDirectory;
  }

  /**
   * A snapshot and paths in it.
   *
   * @param paths relative to the project
   */
  record Chosen(Snapshot snapshot, List<Path> paths) {}

  Inquiry inquiry() {
    return probe.inquiry();
  }

  /** Programs that no agent of this project can have written. */
  Programs tools(Path project) {
    return probe.tools(project);
  }

  Snapshots snapshots() {
    Path state = probe.toolDirectories().state();
    new StateDirectory(state).checkVersion();
    return new Snapshots(state);
  }

  Path project() {
    return probe.project(workingDirectory, Optional.empty()).directory();
  }

  /** All of the project here. */
  List<Snapshots.Kept> all() {
    return snapshots().of(probe.inquiry(), project());
  }

  /**
   * The one that is named first, or else the one that was begun last and is meant by the command.
   *
   * @param words a name, perhaps, and paths
   * @throws UserFailure if there is none, or a path is not in the project
   */
  Chosen of(List<String> words, Predicate<Snapshot> meant) {
    List<Snapshots.Kept> all = all();
    Path project = project();
    Optional<Snapshots.Kept> named =
        words.stream()
            .limit(1)
            .flatMap(word -> all.stream().filter(kept -> kept.name().equals(word)))
            .findFirst();
    Snapshot snapshot =
        named
            .map(kept -> snapshot(kept, project))
            .or(() ->
                all.stream()
                    .map(kept -> snapshot(kept, project))
                    .filter(meant)
                    .reduce((earlier, later) -> later))
            .orElseThrow(() -> none(all, words));
    List<Path> paths = new ArrayList<>();
    for (String word : words.subList(named.isPresent() ? 1 : 0, words.size())) {
      paths.add(path(word, project));
    }
    return new Chosen(snapshot, paths);
  }

  Snapshot snapshot(Snapshots.Kept kept, Path project) {
    return new Snapshot(probe.inquiry(), kept.name(), kept.directory(), project);
  }

  private static UserFailure none(List<Snapshots.Kept> all, List<String> words) {
    return new UserFailure(
        Problem.of(
            "snapshot.none",
            all.isEmpty()
                ? "this project has no snapshot"
                : "no snapshot of this project is meant by "
                    + (words.isEmpty() ? "that" : Quoted.of(words.getFirst())),
            all.isEmpty()
                ? "an agent works on one with --snapshot, or with snapshot = true below [project]"
                : "sandboxed snapshots lists them"));
  }

  private Path path(String word, Path project) {
    Path path = workingDirectory.resolve(word).normalize();
    if (!path.startsWith(project)) {
      throw new UserFailure(
          Problem.of(
              "snapshot.not-in-project",
              Quoted.of(word) + " is not in the project " + project,
              "name files of the project, as they are called from here"));
    }
    return path.equals(project) ? Path.of("") : project.relativize(path);
  }
}
