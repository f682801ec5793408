package dev.sandboxed.host.survey;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.tools.PersonTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the probe saw of the file system, so that the rooms after it do not need to look.
 *
 * @param byPath one fact for each path that was asked about, and for each match of a glob
 * @param matches what each glob found, sorted
 * @param survey what was found in everything that a sandbox can see
 * @param tools what the person's environment names
 * @param details what a closer look has shown
 * @param doubts where an agent may have been
 */
public record FileFacts(
    Map<Path, FileFact> byPath,
    Map<Glob, List<Path>> matches,
    Survey survey,
    PersonTools tools,
    Details details,
    Doubts doubts) {

  public FileFacts {
    byPath = Map.copyOf(byPath);
    matches = Map.copyOf(matches);
  }

  /** Facts about no tools, for which no content was looked at. */
  public FileFacts(Map<Path, FileFact> byPath, Map<Glob, List<Path>> matches, Survey survey) {
    this(byPath, matches, survey, PersonTools.NONE, Details.NONE, Doubts.NONE);
  }

  /** The same facts, and those about tools. */
  public FileFacts with(PersonTools known) {
    return new FileFacts(byPath, matches, survey, known, details, doubts);
  }

  /** Facts without a survey. */
  public FileFacts(Map<Path, FileFact> byPath, Map<Glob, List<Path>> matches) {
    this(byPath, matches, Survey.NOTHING);
  }

  /**
   * The fact about a path. Asking about a path that the probe never looked at is a mistake in the
   * program.
   */
  public FileFact of(Path path) {
    FileFact fact = byPath.get(path);
    if (fact == null) {
      throw new IllegalStateException("nobody looked at " + path);
    }
    return fact;
  }

  /** The same facts with what a closer look has shown. */
  public FileFacts with(Details seen) {
    return new FileFacts(byPath, matches, survey, tools, seen, doubts);
  }

  /** The same facts, and where an agent may have been. */
  public FileFacts with(Doubts known) {
    return new FileFacts(byPath, matches, survey, tools, details, known);
  }

  public List<Path> matching(Glob glob) {
    return matches.getOrDefault(glob, List.of());
  }
}
