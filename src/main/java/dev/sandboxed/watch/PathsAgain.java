package dev.sandboxed.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was asked about paths, as one {@code find} can ask it again that follows no link, with the
 * line that it prints while nothing has changed. A line says at least what a mark says. Where a
 * link was followed, its text is asked, and then what it leads to.
 */
final class PathsAgain {

  /** What is asked of a path: src/main/bash/warm tells it by the slashes in front. */
  enum Group {
    /** Kind, mode, owner and number of names; of a link its owner and its text. */
    ITSELF(""),
    /** That something is there, and is no link. */
    NO_LINK("/"),
    /** The stamp. */
    STAMP("//");

    private final String slashes;

    Group(String slashes) {
      this.slashes = slashes;
    }
  }

  private static final int LINKS = 40;
  private static final Path KERNEL = Path.of("/proc");

  // Where what is in a mark, after the device.
  private static final int SIZE = 4;
  private static final int OWNER = 5;
  private static final int READ = 6;

  private static final int PERMISSIONS = 0xfff;
  private static final int KIND = 12;
  private static final long SECOND = 1_000_000_000;

  // By the kind in the upper bits of st_mode, as find's %y has it.
  private static final Map<Integer, String> LETTERS =
      Map.of(1, "p", 2, "c", 4, "d", 6, "b", 8, "f", 10, "l", 12, "s");

  private final Clockwork clockwork;
  private final Collection<Path> written;
  private final Map<Group, Map<String, String>> groups = new TreeMap<>();
  private final Map<String, Set<String>> access = new TreeMap<>();
  final Absences absences = new Absences(this::link);

  /** The files whose text is read again, each with its digest. */
  final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * @param written every place that some sandbox could write
   */
  PathsAgain(Clockwork clockwork, Collection<Path> written) {
    this.clockwork = clockwork;
    this.written = written;
    for (Group group : Group.values()) {
      groups.put(group, new LinkedHashMap<>());
    }
    for (String test : List.of("r", "w", "x")) {
      access.put(test, new LinkedHashSet<>());
      access.put("!" + test, new LinkedHashSet<>());
    }
  }

  /** The paths of a group, each with its line. */
  Map<String, String> group(Group group) {
    return Objects.requireNonNull(groups.get(group));
  }

  /** The paths of all groups, as find is told them. */
  List<String> asked() {
    List<String> paths = new ArrayList<>();
    groups.forEach(
        (group, lines) -> lines.keySet().forEach(path -> paths.add(group.slashes + path)));
    return paths;
  }

  /**
   * The paths that can be used in a way, or cannot.
   *
   * @param test as a shell writes it: r, w or x, behind an exclamation mark if they cannot
   */
  Set<String> access(String test) {
    return Objects.requireNonNull(access.get(test));
  }

  void ask(Asked asked) throws ColdException, IOException {
    Path path = Path.of(asked.subject());
    switch (asked.kind()) {
      case LEADS_TO -> entry(path, true, asked.seen());
      case ENTRY -> entry(path, false, asked.seen());
      case LINK -> target(path, asked.seen());
      case REAL -> real(path, asked.seen());
      case READABLE -> access(asked.seen().equals("yes") ? "r" : "!r").add(path.toString());
      case WRITABLE -> access(asked.seen().equals("yes") ? "w" : "!w").add(path.toString());
      case EXECUTABLE -> access(asked.seen().equals("yes") ? "x" : "!x").add(path.toString());
      case FILE -> read(path, true, asked);
      case PLAIN_FILE -> read(path, false, asked);
      case LISTING -> listing(path, asked.seen());
      case STATE -> state(path, asked.seen());
      default -> throw new ColdException(asked.kind().word());
    }
  }

  /** The file of a program or of a build: it counts as it is, whatever was asked about it. */
  void stamp(Path path, String mark) throws ColdException, IOException {
    stamp(path, true, mark);
  }

  /**
   * @param follow whether what a link at the path leads to was asked
   */
  private void entry(Path path, boolean follow, String mark) throws ColdException, IOException {
    if (mark.equals(Question.ABSENT)) {
      absences.nothingAt(path, follow);
      return;
    }
    String[] words = mark.split(" ", -1);
    if (words.length != 4) {
      throw new ColdException(mark + " at " + path);
    }
    Path at = follow ? behindLinks(path) : path;
    switch (words[0]) {
      case "file" ->
          put(Group.ITSELF, at, "f " + words[1] + " " + words[2] + " " + words[3] + "\n");
      case "directory" -> put(Group.ITSELF, at, "d " + words[1] + " " + words[2] + "\n");
      case "symlink" -> link(path);
      default -> put(Group.ITSELF, at, special(at, words));
    }
  }

  /** A socket, a device or a pipe: which of them a mark does not say, but find prints. */
  private static String special(Path path, String[] mark) throws ColdException, IOException {
    String now = now(path);
    if (now.startsWith("f")
        || now.startsWith("d")
        || now.startsWith("s") != mark[0].equals("socket")
        || !now.substring(1).equals(" " + mark[1] + " " + mark[2] + "\n")) {
      throw new ColdException("something else at " + path);
    }
    return now;
  }

  /** Of what a mark says less about than find prints. */
  private static String now(Path path) throws ColdException, IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:mode,uid,nlink", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) Objects.requireNonNull(found.get("mode"));
    String letter = letter(mode);
    if (letter.equals("l")) {
      throw new ColdException("a link at " + path);
    }
    return letter
        + " "
        + Integer.toOctalString(mode & PERMISSIONS)
        + " "
        + found.get("uid")
        + (letter.equals("f") ? " " + found.get("nlink") : "")
        + "\n";
  }

  private static String letter(int mode) throws ColdException {
    String letter = LETTERS.get(mode >> KIND & 0xf);
    if (letter == null) {
      throw new ColdException("an unknown kind of file");
    }
    return letter;
  }

  private void link(Path path) throws ColdException, IOException {
    String target = Files.readSymbolicLink(path).toString();
    // Two links side by side could change and print the same: find ends its lines in the same way.
    if (target.indexOf('\n') >= 0) {
      throw new ColdException("more than a line at " + path);
    }
    Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    put(Group.ITSELF, path, "l " + owner + " " + target + "\n");
  }

  /** Where a path leads in the end; each link on the way is asked for its text. */
  private Path behindLinks(Path path) throws ColdException, IOException {
    Path at = path;
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      // Those of the kernel have no text that a path could be.
      if (links == LINKS || at.startsWith(KERNEL)) {
        throw new ColdException("a ring of links, or one of the kernel's, at " + path);
      }
      link(at);
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  private void target(Path path, String mark) throws ColdException, IOException {
    if (mark.equals(Question.ABSENT)) {
      absences.nothingAt(path, false);
    } else if (Files.isSymbolicLink(path)) {
      link(path);
      if (!Files.readSymbolicLink(path).toString().equals(mark)) {
        throw new ColdException("another link at " + path);
      }
    } else {
      // It was none then, or it is none any more.
      throw new ColdException("no link at " + path);
    }
  }

  /** Each component on the way: a link with its text, everything else with not being one. */
  private void real(Path path, String mark) throws ColdException, IOException {
    if (mark.equals(Question.ABSENT)) {
      absences.nothingAt(path, true);
      return;
    }
    Path root = Path.of("/");
    Path at = root;
    Deque<Path> names = new ArrayDeque<>();
    path.forEach(names::add);
    boolean direct = path.toString().equals(mark);
    int links = 0;
    while (!names.isEmpty()) {
      String name = names.removeFirst().toString();
      Path next =
          name.equals("..") ? Objects.requireNonNullElse(at.getParent(), root) : at.resolve(name);
      if (!name.equals("..")
          && !direct
          && !group(Group.NO_LINK).containsKey(next.toString())
          && Files.isSymbolicLink(next)) {
        if (links++ == LINKS) {
          throw new ColdException("a ring of links at " + path);
        }
        link(next);
        Path target = Files.readSymbolicLink(next);
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
          names.addFirst(target.getName(i));
        }
        at = target.isAbsolute() ? root : at;
      } else {
        put(Group.NO_LINK, next, ".");
        at = next;
      }
    }
    if (!at.toString().equals(mark)) {
      throw new ColdException(path + " leads elsewhere");
    }
  }

  private void read(Path path, boolean follow, Asked asked) throws ColdException, IOException {
    switch (asked.seen()) {
      case Question.ABSENT -> absences.nothingAt(path, follow);
      case "refused" -> closed(path);
      case "not a plain file" -> {
        Path at = follow ? behindLinks(path) : path;
        if (Files.isSymbolicLink(at)) {
          link(at);
        } else {
          String line = now(at);
          if (line.startsWith("f")) {
            throw new ColdException("a plain file at " + path);
          }
          put(Group.ITSELF, at, line);
        }
      }
      default -> {
        stamp(path, follow, asked.seen());
        text(path, asked);
      }
    }
  }

  /**
   * Where a file is mapped into memory, its text can be changed without its time. Only root changes
   * root's files; the text of any other is read again.
   */
  private void text(Path path, Asked asked) throws ColdException, IOException {
    String[] words = asked.seen().split(" ", -1);
    if (words[OWNER].equals("0")) {
      return;
    }
    // sha256sum writes such a name in another way.
    boolean plain = path.toString().indexOf('\\') < 0 && path.toString().indexOf('\n') < 0;
    if (words[SIZE].equals(words[READ]) && plain) {
      texts.put(path.toString(), asked.digest().get());
    } else if (!plain || written.stream().anyMatch(path.toRealPath()::startsWith)) {
      throw new ColdException("only the beginning of " + path + " was read");
    }
  }

  private void closed(Path path) throws ColdException, IOException {
    if (!Files.exists(path)) {
      throw new ColdException("a closed directory on the way to " + path);
    }
    Path at = behindLinks(path);
    put(Group.ITSELF, at, now(at));
    access("!r").add(path.toString());
  }

  private void listing(Path path, String mark) throws ColdException, IOException {
    switch (mark) {
      case Question.ABSENT -> absences.noDirectoryAt(path);
      case "refused" -> closed(path);
      default -> stamp(path, true, mark);
    }
  }

  private void state(Path path, String mark) throws ColdException, IOException {
    if (mark.equals(Question.ABSENT)) {
      absences.nothingAt(path, false);
    } else {
      stamp(path, false, mark);
    }
  }

  private void stamp(Path path, boolean follow, String mark) throws ColdException, IOException {
    String[] words = mark.split(" ", -1);
    if (words.length < 6) {
      throw new ColdException(mark + " at " + path);
    }
    long changed = Long.parseLong(words[2]);
    if (!clockwork.tells(path, Long.parseLong(words[0]), changed)) {
      throw new ColdException("the time of " + path);
    }
    int mode = Integer.parseInt(words[3], 8);
    // Not by a format, which is read anew each time.
    String nanoseconds = Long.toString(SECOND + Math.floorMod(changed, SECOND)).substring(1);
    put(
        Group.STAMP,
        follow ? behindLinks(path) : path,
        words[0]
            + " "
            + words[1]
            + " "
            + Math.floorDiv(changed, SECOND)
            + "."
            + nanoseconds
            + "0 "
            + Integer.toOctalString(mode & PERMISSIONS)
            + " "
            + letter(mode)
            + " "
            + words[4]
            + " "
            + words[5]
            + "\n");
  }

  private void put(Group group, Path path, String line) throws ColdException {
    String before = group(group).putIfAbsent(path.toString(), line);
    if (before != null && !before.equals(line)) {
      throw new ColdException("two answers about " + path);
    }
  }
}
