package dev.sandboxed.snapshot;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Writes what a person wants of a snapshot to the project. */
public final class TakeOver {

  /** Asks a person about each change; empty for a part that is not wanted at all. */
  public interface Asking {
    /**
     * Which part of a change is wanted.
     *
     * @return the places of the difference, or all of it
     */
    Answer about(Change change, Optional<FileDiff> diff);
  }

  /** What a person answers. */
  public sealed interface Answer {
    /** All of it. */
    record All() implements Answer {}

    /** Nothing of it. */
    record Nothing() implements Answer {}

    /** Some places. */
    record Some(List<Integer> hunks) implements Answer {
      public Some {
        hunks = List.copyOf(hunks);
      }
    }
  }

  private final Snapshot snapshot;
  private final List<Path> paths;
  private final Optional<Asking> asking;

  /**
   * @param paths relative to the project; none for everything
   * @param asking if a person decides about each change
   */
  public TakeOver(Snapshot snapshot, List<Path> paths, Optional<Asking> asking) {
    this.snapshot = snapshot;
    this.paths = List.copyOf(paths);
    this.asking = asking;
  }

  /**
   * Does it.
   *
   * @return what became of each change, of the project and of what was no part of everything
   * @throws UserFailure if everything is wanted, and it is not known what git ignores
   */
  public Result run() throws IOException {
    Listing listing = snapshot.changes();
    if (paths.isEmpty() && asking.isEmpty() && listing.doubt().isPresent()) {
      throw new UserFailure(
          Problem.of(
              "snapshot.ignored-unknown",
              "cannot tell what git ignores, which is no part of everything: "
                  + Printable.line(listing.doubt().get()),
              "name what you want to have written, or choose with --interactive"));
    }
    Selection selection =
        Selection.of(listing, paths, Withheld.of(snapshot.directory(), snapshot.project()));
    List<Applying.Chosen> chosen = new ArrayList<>();
    Path parts = snapshot.directory().resolve("parts");
    Leftovers.delete(parts);
    PrivateFiles.directory(parts);
    boolean whole = paths.isEmpty();
    for (Change change : selection.chosen()) {
      Optional<FileDiff> diff =
          asking.isEmpty() || change.isOfDirectory()
              ? Optional.empty()
              : FileDiff.of(change, snapshot.project());
      Answer answer =
          asking.isEmpty() || change.isOfDirectory()
              ? new Answer.All()
              : asking.get().about(change, diff);
      switch (answer) {
        case Answer.All() ->
            chosen.add(new Applying.Chosen(change, change.source(), Optional.empty()));
        case Answer.Nothing() -> whole = false;
        case Answer.Some(List<Integer> hunks) -> {
          whole = false;
          Path part = parts.resolve(Integer.toString(chosen.size()));
          PrivateFiles.write(part, diff.orElseThrow().with(hunks));
          chosen.add(new Applying.Chosen(change, part, Optional.of(diff.orElseThrow().digest())));
        }
      }
    }
    Outcome outcome = snapshot.apply(chosen);
    Leftovers.delete(parts);
    if (whole && outcome.left().isEmpty() && selection.left().isEmpty() && !selection.branches()) {
      snapshot.close();
    }
    return new Result(outcome, selection.left(), selection.ignored(), listing);
  }

  /** What became of it. */
  public record Result(
      Outcome outcome, SortedMap<Path, String> withheld, int ignored, Listing listing) {}
}
