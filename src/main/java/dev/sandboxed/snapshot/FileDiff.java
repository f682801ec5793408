package dev.sandboxed.snapshot;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of one file differ. Each byte is one character here, so every file can be put
 * together again.
 */
public final class FileDiff {

  // In bytes: beyond that nobody reads a diff, and its lines would take much memory.
  private static final int LARGEST = 4 << 20;

  // As in diff -u.
  private static final int CONTEXT = 3;

  // The time can grow with the square.
  private static final int MOST_LINES = 50_000;

  private final List<String> before;
  private final Patch<String> patch;

  private FileDiff(List<String> before, List<String> after) {
    this.before = before;
    patch = joined(DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>()));
  }

  /** What touches is one place: a line that was replaced would be two. */
  private static Patch<String> joined(Patch<String> patch) {
    Patch<String> joined = new Patch<>();
    @Nullable AbstractDelta<String> last = null;
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      if (last != null
          && delta.getSource().getPosition()
              == last.getSource().getPosition() + last.getSource().size()) {
        last =
            new ChangeDelta<>(
                new Chunk<>(
                    last.getSource().getPosition(),
                    both(last.getSource().getLines(), delta.getSource().getLines())),
                new Chunk<>(
                    last.getTarget().getPosition(),
                    both(last.getTarget().getLines(), delta.getTarget().getLines())));
        continue;
      }
      if (last != null) {
        joined.addDelta(last);
      }
      last = delta;
    }
    if (last != null) {
      joined.addDelta(last);
    }
    return joined;
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** Of two files, or of one and none; empty if nobody could read it. */
  public static Optional<FileDiff> of(Change change, Path project) throws IOException {
    Optional<List<String>> was =
        lines(change.was(), project.resolve(change.before().orElse(change.name())));
    Optional<List<String>> now = lines(change.now(), change.source());
    return was.isPresent() && now.isPresent()
        ? Optional.of(new FileDiff(was.get(), now.get()))
        : Optional.empty();
  }

  /** The lines, each with its end. */
  private static Optional<List<String>> lines(Node node, Path file) throws IOException {
    if (node.is(Node.Kind.LINK)) {
      return Optional.of(List.of("symlink to " + Files.readSymbolicLink(file)));
    }
    if (!node.is(Node.Kind.FILE)) {
      return node.isThere() ? Optional.empty() : Optional.of(List.of());
    }
    if (node.size() > LARGEST) {
      return Optional.empty();
    }
    String text = BoundedFile.byteText(file, LARGEST, LinkOption.NOFOLLOW_LINKS);
    if (text.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines.size() > MOST_LINES ? Optional.empty() : Optional.of(lines);
  }

  /** The places at which they differ. */
  public int hunks() {
    return patch.getDeltas().size();
  }

  /** A unified diff without its first two lines. */
  public List<String> lines() {
    return shown(patch);
  }

  /** One place, as a unified diff. */
  public List<String> hunk(int number) {
    Patch<String> one = new Patch<>();
    one.addDelta(patch.getDeltas().get(number));
    return shown(one);
  }

  private List<String> shown(Patch<String> some) {
    List<String> lines = UnifiedDiffUtils.generateUnifiedDiff("a", "b", before, some, CONTEXT);
    return lines.stream().skip(2).map(FileDiff::shown).toList();
  }

  private static String shown(String line) {
    String whole = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    return new String(whole.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** The earlier file with some of the differences. */
  public byte[] with(List<Integer> chosen) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    for (int number : chosen.stream().sorted().toList()) {
      AbstractDelta<String> delta = patch.getDeltas().get(number);
      lines.addAll(before.subList(at, delta.getSource().getPosition()));
      lines.addAll(delta.getTarget().getLines());
      at = delta.getSource().getPosition() + delta.getSource().size();
    }
    lines.addAll(before.subList(at, before.size()));
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The digest of the earlier file; empty for none. */
  String digest() {
    return before.isEmpty()
        ? ""
        : Digest.of(String.join("", before).getBytes(StandardCharsets.ISO_8859_1));
  }
}
