package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.HeldLock;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One snapshot of a project.
 *
 * @param directory where it is kept
 */
public record Snapshot(Inquiry inquiry, String name, Path directory, Path project) {

  /** Some work that throws what the file system throws. */
  public interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does some work while no session and no other command writes to the snapshot.
   *
   * @throws UserFailure if one does, or something cannot be read or written
   */
  public <T> T alone(Work<T> work) {
    try (HeldLock _ = HeldLock.take(Snapshots.lock(directory)).orElseThrow(this::inUse)) {
      return work.run();
    } catch (IOException e) {
      throw PrivateFiles.notWritable(directory, e);
    }
  }

  private UserFailure inUse() {
    return new UserFailure(
        Problem.of(
            "snapshot.in-use",
            "snapshot " + name + " is in use: a session or a command is writing to it",
            "wait until it has ended"));
  }

  /** The differences now. */
  public Listing changes() {
    try {
      return Listing.of(inquiry, directory, project, Layer.of(directory, project));
    } catch (IOException e) {
      throw PrivateFiles.notReadable(directory, e);
    }
  }

  /** Keeps what is certain now about how the changed files were. */
  public void keepBases(Listing listing) throws IOException {
    try (OpenDirectory root = OpenDirectory.at(project)) {
      new Bases(directory).keep(root, Layer.of(directory, project), listing.all().values());
    }
  }

  /** Whether an apply or an undo was ended before its end. */
  public boolean isUnfinished() throws IOException {
    return Journal.last(directory)
        .filter(journal -> isAt(journal, Journal.State.APPLYING, Journal.State.UNDOING))
        .isPresent();
  }

  private static boolean isAt(Journal journal, Journal.State one, Journal.State other) {
    try {
      return journal.state() == one || journal.state() == other;
    } catch (IOException e) {
      throw PrivateFiles.notReadable(journal.directory(), e);
    }
  }

  /** Whether there is something to take back. */
  public boolean canUndo() {
    try {
      return Journal.last(directory).isPresent();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(directory, e);
    }
  }

  /** Ends an apply that was ended before its end; nothing if there is none. */
  public Optional<Outcome> resume() throws IOException {
    Optional<Journal> last = Journal.last(directory);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    return switch (last.get().state()) {
      case APPLYING -> Optional.of(carryOut(last.get(), new Outcome(), true));
      case UNDOING ->
          throw new UserFailure(
              Problem.of(
                  "snapshot.undoing",
                  "an undo of snapshot " + name + " was ended before its end",
                  "sandboxed undo " + name + " ends it"));
      case APPLIED, UNDONE -> Optional.empty();
    };
  }

  /** Writes chosen changes to the project. */
  Outcome apply(Collection<Applying.Chosen> chosen) throws IOException {
    Outcome outcome = new Outcome();
    Journal draft = Journal.draft(directory);
    try (OpenDirectory root = OpenDirectory.at(project)) {
      List<Action> steps =
          new Applying(
                  root,
                  Layer.of(directory, project),
                  new Bases(directory),
                  new Merge(inquiry, new HostProbe(inquiry).tools(project).find("git")),
                  draft,
                  outcome)
              .steps(chosen);
      if (steps.isEmpty()) {
        return outcome;
      }
      return carryOut(draft.begin(steps), outcome, false);
    } finally {
      draft.discard();
    }
  }

  private Outcome carryOut(Journal journal, Outcome outcome, boolean resumed) throws IOException {
    try (OpenDirectory root = OpenDirectory.at(project)) {
      Steps.take(
          root,
          journal.actions(),
          action -> journal.content(action, false),
          (action, problem) -> {
            if (problem.isPresent()) {
              outcome.left(action.name(), problem.get());
            } else if (resumed && action.made().isThere()) {
              outcome.written(action.name());
            } else if (resumed) {
              outcome.removed(action.name());
            }
          });
    }
    journal.state(Journal.State.APPLIED);
    return outcome;
  }

  /** Brings back what the last apply replaced; names what was changed since, and leaves it. */
  public SortedMap<Path, String> undo() throws IOException {
    Journal journal = Journal.last(directory).orElseThrow();
    journal.state(Journal.State.UNDOING);
    SortedMap<Path, String> left = new TreeMap<>();
    try (OpenDirectory root = OpenDirectory.at(project)) {
      Steps.take(
          root,
          journal.actions().reversed().stream().map(Action::back).toList(),
          action -> journal.content(action, true),
          (action, problem) -> problem.ifPresent(why -> left.put(action.name(), why)));
    }
    journal.state(Journal.State.UNDONE);
    Files.deleteIfExists(Snapshots.applied(directory));
    return left;
  }

  /** Notes that nothing is left to take over, so that the next session begins another one. */
  void close() {
    PrivateFiles.file(Snapshots.applied(directory), "");
  }
}
