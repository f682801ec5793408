package dev.sandboxed.host.survey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sandboxed.files.Obstacle;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what find prints for {@link ProjectSurvey}, while find runs: for each entry its kind, its
 * owner if that matters, and its path, with a NUL at the end.
 */
final class SurveyReport extends OutputStream {

  /** The kind of an entry is find's own letter, or one of these two. */
  static final char NOT_ENTERED = 'x';

  static final char NOT_LISTED = 'r';

  /** The file that find looks at last: without it, the report is not complete. */
  static final String END = "/dev/null";

  private static final char DEVICE = 'c';

  private static final char SOCKET = 's';

  private static final int LONGEST_ENTRY = 1 << 16;

  private final int self;
  private final Set<Glob> kinds;
  private final NameIndex index;
  private final Set<Glob> all = new HashSet<>();
  private final Map<Glob, PathMatcher> matchers = new HashMap<>();
  private final Map<Glob, List<Path>> found = new HashMap<>();
  private final List<Path> sockets = new ArrayList<>();
  private final List<Obstacle> closed = new ArrayList<>();
  private byte[] rest = new byte[0];
  private boolean complete;
  private @Nullable RuntimeException broken;

  /**
   * @param self the number of the user who runs this
   * @param globs the globs that the walk answers
   */
  SurveyReport(int self, Collection<Glob> globs, Collection<Glob> kinds) {
    this.self = self;
    this.kinds = new HashSet<>(kinds);
    this.kinds.removeAll(Set.copyOf(globs));
    all.addAll(globs);
    all.addAll(kinds);
    index = new NameIndex(all);
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** Takes everything, even after an error: find would wait for a reader that has given up. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      if (broken == null) {
        read(bytes, offset, offset + length);
      }
    } catch (RuntimeException e) {
      broken = e;
    }
  }

  private void read(byte[] bytes, int offset, int end) {
    int from = offset;
    for (int at = offset; at < end; at++) {
      if (bytes[at] == 0) {
        if (rest.length > 0) {
          byte[] whole = joined(bytes, from, at);
          rest = new byte[0];
          entry(whole, 0, whole.length);
        } else {
          entry(bytes, from, at);
        }
        from = at + 1;
      }
    }
    rest = joined(bytes, from, end);
    if (rest.length > LONGEST_ENTRY) {
      throw new IllegalStateException("find printed a path that is longer than the kernel allows");
    }
  }

  private byte[] joined(byte[] bytes, int from, int to) {
    byte[] joined = Arrays.copyOf(rest, rest.length + to - from);
    System.arraycopy(bytes, from, joined, rest.length, to - from);
    return joined;
  }

  private void entry(byte[] bytes, int from, int end) {
    // The directories that find starts in are named with a slash at their end.
    int to = bytes[end - 1] == '/' ? end - 1 : end;
    int slash = to - 1;
    while (bytes[slash] != '/') {
      slash--;
    }
    String name = new String(bytes, slash + 1, to - slash - 1, StandardCharsets.UTF_8);
    List<Glob> candidates = index.candidates(name);
    char kind = (char) bytes[from];
    complete = kind == DEVICE && new String(bytes, from + 2, to - from - 2, US_ASCII).equals(END);
    if (kind != SOCKET && !isClosed(kind) && candidates.isEmpty()) {
      return;
    }
    int start = from;
    while (bytes[start] != ' ') {
      start++;
    }
    Path path = path(bytes, start + 1, to);
    if (kind == SOCKET) {
      sockets.add(path);
    } else if (isClosed(kind)) {
      String owner = new String(bytes, from + 1, start - from - 1, US_ASCII);
      closed.add(
          new Obstacle(
              path, path, Obstacle.Kind.CLOSED, passage(kind, owner), "permission denied"));
    }
    candidates.forEach(glob -> match(glob, path));
  }

  private static boolean isClosed(char kind) {
    return kind == NOT_ENTERED || kind == NOT_LISTED;
  }

  private Obstacle.Passage passage(char kind, String owner) {
    if (kind == NOT_LISTED) {
      return Obstacle.Passage.OPEN;
    }
    return owner.equals(Integer.toString(self)) ? Obstacle.Passage.OWNER : Obstacle.Passage.NONE;
  }

  private void match(Glob glob, Path path) {
    List<Path> before = found.computeIfAbsent(glob, _ -> new ArrayList<>());
    boolean room = !kinds.contains(glob) || before.size() < Survey.MOST_COUNTED;
    if (room
        && path.startsWith(glob.base())
        && !path.equals(glob.base())
        && matchers.computeIfAbsent(glob, Glob::matcher).matches(glob.base().relativize(path))) {
      before.add(path);
    }
  }

  /** A name that is not UTF-8 keeps its bytes, as in a path that Java found itself. */
  private static Path path(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return Path.of(text);
    }
    StringBuilder uri = new StringBuilder("file://");
    for (int at = from; at < to; at++) {
      uri.append(bytes[at] == '/' ? "/" : String.format("%%%02x", bytes[at]));
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** Whether everything that find was told to look at has been read to its end. */
  boolean isComplete() {
    return complete && broken == null;
  }

  /** Everything that was found, when find has ended. */
  Survey survey() {
    Map<Glob, List<Path>> matches = new HashMap<>();
    Map<Glob, List<Path>> counted = new HashMap<>();
    matchers
        .keySet()
        .forEach(glob -> {
          List<Path> sorted = found.getOrDefault(glob, List.of()).stream().sorted().toList();
          (kinds.contains(glob) ? counted : matches).put(glob, sorted);
        });
    return new Survey(sockets.stream().sorted().distinct().toList(), closed, matches, counted);
  }
}
