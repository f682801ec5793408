package dev.sandboxed.host.survey;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.Obstacle;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the file system on behalf of the pure rooms. */
public final class FileProbe {

  // Links that a tool's configuration needs sit at its top (~/.config/git/config); deeper ones, or
  // more than this, are somebody's data, which a launch must not walk.
  private static final int LINK_DEPTH = 3;
  private static final int LINK_ENTRIES = 2000;

  // The settings of a tool are much smaller.
  private static final int LARGEST_TEXT = 1 << 20;

  private final Inquiry inquiry;
  private final MovedPlaces moved;

  /**
   * A probe that asks.
   *
   * @param moved what is elsewhere on the host than inside; facts are about places inside
   */
  public FileProbe(Inquiry inquiry, MovedPlaces moved) {
    this.inquiry = inquiry;
    this.moved = moved;
  }

  /**
   * Looks at every path and finds every glob's matches.
   *
   * @param linking the paths whose symlinks must work inside, also those below a directory
   * @param begun finds the matches of most globs, and what no path answers
   * @throws UserFailure if a match cannot be written into a plan, or the survey is not complete
   */
  public FileFacts look(
      Collection<Path> paths,
      Collection<Path> linking,
      Collection<Glob> globs,
      ProjectSurvey begun) {
    Map<Path, FileFact> facts = new LinkedHashMap<>();
    linking.forEach(path -> facts.computeIfAbsent(path, this::lookThroughLinks));
    paths.forEach(path -> facts.computeIfAbsent(path, this::look));
    Map<Glob, List<Path>> matches = new LinkedHashMap<>();
    List<Obstacle> closed = new ArrayList<>();
    globs.stream()
        .distinct()
        .filter(glob -> !begun.answers(glob))
        .collect(Collectors.groupingBy(Glob::base))
        .forEach(
            (base, sameBase) -> matches.putAll(GlobWalk.from(inquiry, base, sameBase, closed)));
    Survey survey = begun.answer();
    matches.putAll(survey.matches());
    closed.addAll(survey.closed());
    Stream.concat(matches.values().stream().flatMap(List::stream), survey.sockets().stream())
        .map(FileProbe::representable)
        .forEach(path -> facts.computeIfAbsent(path, this::look));
    return new FileFacts(
        facts, matches, new Survey(survey.sockets(), closed, survey.matches(), survey.counted()));
  }

  /**
   * The matches of some globs that hold certificates and nothing else.
   *
   * @param globs some of those whose matches are known
   */
  public Set<Path> certificates(FileFacts facts, Collection<Glob> globs) {
    return globs.stream()
        .flatMap(glob -> facts.matching(glob).stream())
        .distinct()
        .filter(path -> facts.of(path).kind() == FileFact.Kind.FILE)
        .filter(path -> Certificates.only(inquiry, facts.of(path).real()))
        .collect(Collectors.toSet());
  }

  /** Those of some devices that the person may not open, with symlinks resolved. */
  public Set<Path> closedDevices(FileFacts facts, Collection<Path> devices) {
    return devices.stream()
        .map(facts::of)
        .filter(fact -> fact.kind() == FileFact.Kind.SPECIAL)
        .map(FileFact::real)
        .filter(device -> !inquiry.isReadable(device) || !inquiry.isWritable(device))
        .collect(Collectors.toSet());
  }

  /**
   * The texts of some files, by their real paths.
   *
   * @param files those that are shown in part
   */
  public Map<Path, MaskedText> texts(FileFacts facts, Collection<Path> files) {
    return files.stream()
        .map(facts::of)
        .filter(fact -> fact.kind() == FileFact.Kind.FILE)
        .map(FileFact::real)
        .distinct()
        .collect(Collectors.toMap(file -> file, this::text));
  }

  private MaskedText text(Path file) {
    try {
      String text = inquiry.text(file, LARGEST_TEXT, LinkOption.NOFOLLOW_LINKS);
      // A session that runs may have led it elsewhere.
      return inquiry.real(file).equals(file)
          ? new MaskedText.Text(text)
          : new MaskedText.None("it was replaced meanwhile");
    } catch (CharacterCodingException notText) {
      return new MaskedText.None("it is not text in UTF-8");
    } catch (NotReadException larger) {
      return new MaskedText.None(
          "it is larger than %s, or no file any more".formatted(ByteCount.text(LARGEST_TEXT)));
    } catch (IOException closed) {
      return new MaskedText.None("it cannot be read");
    }
  }

  /**
   * Where an agent may have chosen what a path leads to.
   *
   * @param written every place that some sandbox could write so far
   * @param project what leads there shows only what the sandbox has anyway
   */
  public Doubts doubts(FileFacts facts, List<Path> written, Path project) {
    return new Doubts(
        written,
        facts.byPath().values().stream()
            .filter(fact -> !fact.real().equals(fact.path()))
            .filter(fact -> !fact.real().startsWith(project))
            .map(FileFact::path)
            .filter(path ->
                PathProbe.links(inquiry, moved.onHost(path)).stream()
                    .anyMatch(link -> written.stream().anyMatch(link::startsWith)))
            .collect(Collectors.toSet()));
  }

  private FileFact look(Path path) {
    FileFact fact = PathProbe.look(inquiry, moved.onHost(path));
    return new FileFact(
        path, fact.kind(), fact.symlink(), fact.real(), fact.storePaths(), fact.obstacle());
  }

  /** Leaving out a mask would break a promise, and a plan is UTF-8 text. */
  private static Path representable(Path path) {
    if (path.toString().indexOf('\uFFFD') >= 0) {
      throw new UserFailure(
          Problem.of(
              "host.name-not-utf8",
              "the sandbox must mask " + path + ", whose name is not valid UTF-8",
              "remove it, or rename it: rm -r -- " + Quoted.forShell(path)));
    }
    return path;
  }

  private FileFact lookThroughLinks(Path path) {
    FileFact fact = look(path);
    SortedSet<String> storePaths = new TreeSet<>();
    collectStorePaths(moved.onHost(path), storePaths);
    if (fact.kind() == FileFact.Kind.DIRECTORY && !inStore(fact.real())) {
      collectLinksBelow(fact.real(), storePaths);
    }
    return new FileFact(
        path, fact.kind(), fact.symlink(), fact.real(), List.copyOf(storePaths), fact.obstacle());
  }

  private static boolean inStore(Path path) {
    return path.startsWith("/nix/store");
  }

  private void collectLinksBelow(Path directory, SortedSet<String> storePaths) {
    collectLinksBelow(directory, LINK_DEPTH, new int[] {LINK_ENTRIES}, storePaths);
  }

  /** What cannot be read here cannot be read inside either, so its links do not matter. */
  private void collectLinksBelow(
      Path directory, int depth, int[] entriesLeft, SortedSet<String> storePaths) {
    Map<Path, Entry.Kind> entries;
    try {
      entries = inquiry.entries(directory);
    } catch (IOException unreadable) {
      return;
    }
    for (Map.Entry<Path, Entry.Kind> entry : entries.entrySet()) {
      if (entriesLeft[0]-- <= 0) {
        return;
      }
      if (entry.getValue() == Entry.Kind.SYMLINK) {
        collectStorePaths(entry.getKey(), storePaths);
      } else if (entry.getValue() == Entry.Kind.DIRECTORY && depth > 1) {
        collectLinksBelow(entry.getKey(), depth - 1, entriesLeft, storePaths);
      }
    }
  }

  /** Each hop may be a store path of its own that the next one leads out of. */
  private void collectStorePaths(Path path, SortedSet<String> storePaths) {
    PathProbe.way(inquiry, path).stream()
        .filter(place -> inStore(place) && place.getNameCount() > 2)
        .forEach(place -> storePaths.add("/" + place.subpath(0, 3)));
  }
}
