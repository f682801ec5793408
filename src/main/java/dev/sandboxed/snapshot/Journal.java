package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.beneath.SparseOutput;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one apply does, written down completely before anything of it is done: the steps, what they
 * write, and what was there. It has its name only when all of that is on the disk.
 *
 * @param directory with the files {@code actions} and {@code state}, and for each step the files
 *     {@code NUMBER.old} and {@code NUMBER.made}
 */
record Journal(Path directory) {

  /** How far it is. */
  enum State {
    APPLYING,
    APPLIED,
    UNDOING,
    UNDONE
  }

  private static final String ACTIONS = "actions";
  private static final String STATE = "state";

  private static Path journals(Path snapshot) {
    return snapshot.resolve("journal");
  }

  /** All of a snapshot, in the order in which they were written. */
  static List<Journal> of(Path snapshot) throws IOException {
    if (!Files.isDirectory(journals(snapshot))) {
      return List.of();
    }
    return OverlayLayer.list(journals(snapshot)).stream()
        .filter(name -> name.toString().matches("\\d{1,9}"))
        .sorted(Comparator.comparingInt(name -> Integer.parseInt(name.toString())))
        .map(name -> new Journal(journals(snapshot).resolve(name)))
        .toList();
  }

  /** The last one that is not undone. */
  static Optional<Journal> last(Path snapshot) throws IOException {
    Optional<Journal> last = Optional.empty();
    for (Journal journal : of(snapshot)) {
      if (journal.state() != State.UNDONE) {
        last = Optional.of(journal);
      }
    }
    return last;
  }

  /** Where the files of a new one are written. */
  static Journal draft(Path snapshot) throws IOException {
    PrivateFiles.directory(journals(snapshot));
    Leftovers.sweep(journals(snapshot));
    int highest =
        of(snapshot).stream()
            .mapToInt(journal -> Integer.parseInt(String.valueOf(journal.directory.getFileName())))
            .max()
            .orElse(0);
    Path draft = Leftovers.unfinished(journals(snapshot).resolve(Integer.toString(highest + 1)));
    Leftovers.delete(draft);
    PrivateFiles.directory(draft);
    return new Journal(draft);
  }

  /** Gives a draft its name, once all of it is on the disk. */
  Journal begin(List<Action> actions) throws IOException {
    PrivateFiles.write(
        directory.resolve(ACTIONS),
        String.join("", actions.stream().map(action -> action.text() + "\n").toList())
            .getBytes(StandardCharsets.US_ASCII));
    PrivateFiles.write(
        directory.resolve(STATE), word(State.APPLYING).getBytes(StandardCharsets.US_ASCII));
    syncAll();
    String draft = String.valueOf(directory.getFileName());
    Path finished = directory.resolveSibling(draft.substring(draft.lastIndexOf('-') + 1));
    Files.move(directory, finished);
    sync(finished.resolveSibling(""));
    return new Journal(finished);
  }

  private void syncAll() throws IOException {
    List<Path> names = OverlayLayer.list(directory);
    if (names.size() > Steps.FEW) {
      try (OpenDirectory all = OpenDirectory.at(directory)) {
        all.syncAll();
      }
      return;
    }
    for (Path name : names) {
      sync(directory.resolve(name));
    }
    sync(directory);
  }

  /** Removes a draft that is not needed. */
  void discard() {
    Leftovers.delete(directory);
  }

  /** Writes one of its files anew. */
  OutputStream write(Path file) throws IOException {
    return new SparseOutput(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  Path old(int number) {
    return directory.resolve(number + ".old");
  }

  Path made(int number) {
    return directory.resolve(number + ".made");
  }

  /** What the agent made, where that was merged. */
  Path agents(int number) {
    return directory.resolve(number + ".agents");
  }

  /** The file with what a step writes. */
  Path content(Action action, boolean back) {
    return back ? old(action.number()) : made(action.number());
  }

  List<Action> actions() throws IOException {
    List<Action> actions = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(ACTIONS), StandardCharsets.US_ASCII)) {
      actions.add(Action.parse(line));
    }
    return actions;
  }

  State state() throws IOException {
    return State.valueOf(
        Files.readString(directory.resolve(STATE)).strip().toUpperCase(Locale.ROOT));
  }

  void state(State state) throws IOException {
    PrivateFiles.replace(directory.resolve(STATE), word(state));
    sync(directory.resolve(STATE));
    sync(directory);
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT) + "\n";
  }

  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
