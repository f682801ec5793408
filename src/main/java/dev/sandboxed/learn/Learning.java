package dev.sandboxed.learn;

import dev.sandboxed.learn.Proposal.Line;
import dev.sandboxed.learn.Seen.Evidence;
import dev.sandboxed.learn.Seen.Thing;
import dev.sandboxed.learn.Seen.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a proposal of what a session did. The rules are those of docs/learn.md. */
public final class Learning {

  // A list that a person reads before they say yes.
  private static final int MOST_PATHS = 200;
  private static final int MOST_HOSTS = 100;
  private static final int MOST_LEFT = 20;
  private static final int MOST_CLOSED = 20;

  // Private, or made anew for each session.
  private static final List<Path> NEVER_NEEDED =
      Stream.of("/proc", "/sys", "/dev", "/run", "/tmp", "/var/tmp").map(Path::of).toList();

  private static final Path PACKAGES = Path.of("/opt");

  private static final Pattern STORE_PATH =
      Pattern.compile("(/nix/store/[0-9abcdfghijklmnpqrsvwxyz]{32}-[0-9a-zA-Z+\\-._?=]+)(/.*)?");

  private final Machine machine;
  private final NeverShown never;
  private final DotNames names;
  private final ReadPaths readable;
  private final Map<String, Line> write = new TreeMap<>();
  private final Map<String, Line> deny = new TreeMap<>();
  private final Map<String, Line> packages = new TreeMap<>();
  private final Map<String, String> left = new TreeMap<>();
  private final Set<String> instead = new LinkedHashSet<>();
  private long odd;
  private long withheld;
  private long more;

  private Learning(Machine machine, NeverShown never, DotNames names) {
    this.machine = machine;
    this.never = never;
    this.names = names;
    this.readable = new ReadPaths(machine, never);
  }

  /** What a session needed beyond what its profile gives. */
  public static Proposal propose(
      Machine machine, NeverShown never, DotNames names, Seen seen, SeenHosts hosts) {
    Learning learning = new Learning(machine, never, names);
    seen.all().forEach(learning::consider);
    return learning.proposal(hosts, seen.others());
  }

  private void consider(Thing thing, Evidence evidence) {
    if (!Words.isPlain(thing.path())) {
      odd++;
      return;
    }
    Path path = Path.of(thing.path());
    if (path.startsWith(machine.project()) || isMadeAnew(path)) {
      return;
    }
    if (isSecret(path)) {
      withhold(path, thing.use());
      return;
    }
    switch (thing.use()) {
      case READ, LISTED -> read(path, thing.use(), evidence);
      case WRITTEN, NOT_WRITTEN -> written(path, thing.use(), evidence);
      case NOT_READ -> notRead(path, evidence);
    }
  }

  /**
   * What is here, and the session could not see: that is said, and not proposed. Only the top of it
   * is looked for, because the rest of the name is the agent's word.
   */
  private void notRead(Path path, Evidence evidence) {
    Matcher store = STORE_PATH.matcher(path.toString());
    Optional<Path> top =
        store.matches() ? Optional.of(Path.of(store.group(1))) : names.program(path);
    if (top.filter(place -> machine.kind(place) != Machine.Kind.OTHER).isEmpty()
        || machine.given(path) != Machine.Given.NOTHING
        || machine.shown(path) != Machine.Given.NOTHING) {
      return;
    }
    String written = Words.written(top.get(), machine.home());
    left(
        written,
        store.matches()
            ? "is in the Nix store, and the session did not see it (%s); if it needs that: [packages] nix = [\"%s\"]"
                .formatted(because(evidence), written)
            : "was not shown (%s): a program's own may hold a login; if the session needs it, learn again with --read '%s'"
                .formatted(because(evidence), written));
  }

  private boolean isMadeAnew(Path path) {
    return NEVER_NEEDED.stream().anyMatch(path::startsWith) && !path.startsWith(machine.home());
  }

  private boolean isSecret(Path path) {
    return never.holds(path) || SecretNames.isIn(relative(path).orElse(path));
  }

  private void withhold(Path path, Use use) {
    if (use != Use.WRITTEN && machine.given(path) == Machine.Given.NOTHING) {
      withheld++;
    }
    relative(path)
        .ifPresent(place ->
            Instead.all().stream()
                .filter(one -> place.startsWith(one.below()))
                .map(Instead::words)
                .forEach(instead::add));
  }

  private Optional<Path> relative(Path path) {
    return path.startsWith(machine.home())
        ? Optional.of(machine.home().relativize(path))
        : Optional.empty();
  }

  private void read(Path path, Use use, Evidence evidence) {
    if (machine.given(path) != Machine.Given.NOTHING) {
      return;
    }
    Matcher store = STORE_PATH.matcher(path.toString());
    if (store.matches()) {
      packages.putIfAbsent(store.group(1), new Line(store.group(1), because(evidence)));
      return;
    }
    if (machine.shown(path) != Machine.Given.READABLE) {
      withheld += machine.shown(path) == Machine.Given.CLOSED ? 1 : 0;
      return;
    }
    Optional<Path> inHome = relative(path);
    Optional<KnownPlaces.Place> known = inHome.flatMap(KnownPlaces::toolchain);
    if (known.isPresent()) {
      if (!known.get().closed().isEmpty()) {
        String pattern = "~/" + known.get().closed();
        deny.put(pattern, new Line(pattern, "npm's settings for everybody may hold a token"));
      }
      whole(
          machine.home().resolve(known.get().below()),
          because(evidence) + ": " + known.get().what(),
          path,
          evidence);
    } else if (path.startsWith(PACKAGES) && !path.equals(PACKAGES)) {
      whole(
          PACKAGES.resolve(path.getName(PACKAGES.getNameCount())),
          because(evidence),
          path,
          evidence);
    } else if (inHome.isPresent() && use == Use.READ) {
      readable.file(path, evidence);
    }
  }

  /** A directory as a whole, but what the session did not see in it; or, of too much, the file. */
  private void whole(Path directory, String why, Path path, Evidence evidence) {
    List<Path> closed = machine.closedIn(directory);
    if (closed.size() > MOST_CLOSED
        || !closed.stream().allMatch(one -> Words.isPlain(one.toString()))) {
      readable.file(path, evidence);
      return;
    }
    closed.forEach(one -> {
      String written = Words.written(one, machine.home());
      deny.putIfAbsent(written, new Line(written, "the session did not see it"));
    });
    readable.whole(directory, why);
  }

  private void written(Path path, Use use, Evidence evidence) {
    if (machine.given(path) == Machine.Given.WRITABLE
        || machine.given(path) == Machine.Given.CLOSED) {
      return;
    }
    Optional<KnownPlaces.Place> cache = relative(path).flatMap(KnownPlaces::cache);
    if (cache.isPresent()) {
      cache(cache.get(), evidence);
    } else if (use == Use.NOT_WRITTEN && relative(path).isPresent()) {
      left(
          Words.written(path, machine.home()),
          "could not be written (%s, %s); if it should be: write = [\"%s\"]"
              .formatted(
                  Words.program(evidence.error()),
                  because(evidence),
                  Words.written(path, machine.home())));
    }
  }

  /** A cache that is not there yet would not be made: a grant of something missing is an error. */
  private void cache(KnownPlaces.Place cache, Evidence evidence) {
    Path directory = machine.home().resolve(cache.below());
    String written = Words.written(directory, machine.home());
    boolean itself = machine.real(directory).filter(directory::equals).isPresent();
    if (itself
        && machine.kind(directory) == Machine.Kind.DIRECTORY
        && machine.given(directory) == Machine.Given.NOTHING) {
      write.putIfAbsent(
          written,
          new Line(
              written,
              because(evidence)
                  + ": "
                  + cache.what()
                  + "; what the agent puts there may run in later builds outside"));
    } else if (machine.given(directory) == Machine.Given.NOTHING) {
      left(
          written,
          "was written (%s), and is gone: %s; to keep it, make that directory, and learn again"
              .formatted(because(evidence), cache.what()));
    }
  }

  private void left(String what, String words) {
    if (left.size() < MOST_LEFT) {
      // An agent's words do not pass for ours.
      left.putIfAbsent(what, (what.contains(" ") ? '"' + what + '"' : what) + " " + words);
    } else if (!left.containsKey(what)) {
      more++;
    }
  }

  static String because(Evidence evidence) {
    return Words.program(evidence.program()) + ", " + Words.times(evidence.times());
  }

  private Proposal proposal(SeenHosts hosts, long others) {
    List<Line> read = new ArrayList<>(readable.lines());
    more += Math.max(0, read.size() - MOST_PATHS) + others;
    withheld += readable.withheld();
    List<Line> allow = new ArrayList<>();
    hosts
        .allowed()
        .forEach((name, times) ->
            allow.add(new Line(name, times == 1 ? "1 connection" : times + " connections")));
    long moreHosts = Math.max(0, allow.size() - MOST_HOSTS) + hosts.others();
    List<String> words = new ArrayList<>(left.values());
    hosts
        .blocked()
        .forEach((name, times) -> {
          if (words.size() < MOST_LEFT) {
            words.add(name + " has no public address, and was not reached");
          }
        });
    hosts.ports().keySet().stream()
        .limit(MOST_LEFT)
        .forEach(port ->
            words.add(
                "port %s was tried, where no program says a name: allow = [\"HOST:%s\"] opens it for one"
                    .formatted(port, port)));
    words.addAll(instead);
    List<String> counts = new ArrayList<>();
    counted(withheld, "may be a secret, or is never shown, and is not proposed", counts);
    counted(odd, "has a name that cannot stand in a profile, and is not proposed", counts);
    counted(more, "is not proposed either: there is too much to be read", counts);
    counted(moreHosts, "is a host that is not proposed: there are too many to be read", counts);
    return new Proposal(
        read.stream().limit(MOST_PATHS).toList(),
        List.copyOf(write.values()),
        read.isEmpty() ? List.of() : List.copyOf(deny.values()),
        List.copyOf(packages.values()),
        allow.stream().limit(MOST_HOSTS).toList(),
        words,
        counts);
  }

  private static void counted(long number, String what, List<String> words) {
    if (number > 0) {
      words.add(number + (number == 1 ? " thing " : " things: each ") + what);
    }
  }
}
