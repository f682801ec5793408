package dev.sandboxed.git;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.files.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the files that the person's git configuration includes in this project.
 *
 * <p>Git itself reads each file, one at a time and outside any repository: in the project it would
 * trust what the agent may have written there. A file that git cannot read includes nothing; git
 * says so inside, where the person sees it.
 */
final class IncludeProbe {

  // Far more than anybody writes by hand.
  private static final int LARGEST_BYTES = 1 << 20;
  private static final int MOST_FILES = 100;

  private static final String KEYS = "^include(if\\..*)?\\.path$";
  private static final String CONDITIONAL = "includeif.";
  private static final String PATH = ".path";

  private final Programs programs;
  private final Inquiry inquiry;
  private final Path home;
  private final Path project;
  private final GitCondition conditions;
  private final List<GitFile> files = new ArrayList<>();
  private final Set<Path> asked = new HashSet<>();

  private IncludeProbe(Programs programs, Path home, Path project, Optional<Path> repository) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.home = home;
    this.project = project;
    this.conditions = new GitCondition(repository, PathProbe.look(inquiry, home).real());
  }

  /**
   * The files that include others and those that are included, the including ones first. Starts no
   * program where nothing is included.
   *
   * @param programs none of them from the project
   * @param roots the files that git reads by itself, whether they exist or not
   * @param repository of the project: its own path, because the agent can choose where a symlink
   *     there leads
   */
  static List<GitFile> probe(
      Programs programs, Path home, List<Path> roots, Path project, Optional<Path> repository) {
    IncludeProbe probe = new IncludeProbe(programs, home, project, repository);
    List<GitFile> level = new ArrayList<>();
    for (Path root : roots) {
      GitFile file = probe.file(root, Optional.empty());
      if (probe.includesOthers(file)) {
        probe.files.add(file);
        level.add(file);
      }
    }
    while (!level.isEmpty()) {
      level = probe.included(level);
    }
    return probe.files;
  }

  private GitFile file(Path path, Optional<Path> includedBy) {
    return new GitFile(path, includedBy, PathProbe.way(inquiry, path));
  }

  private List<GitFile> included(List<GitFile> level) {
    List<GitFile> next = new ArrayList<>();
    for (GitFile file : level) {
      if (asked.add(file.path()) && includesOthers(file)) {
        for (Path path : included(file)) {
          GitFile named = file(path, Optional.of(file.path()));
          if (inquiry.isFile(path) && files.size() < MOST_FILES) {
            files.add(named);
            next.add(named);
          }
        }
      }
    }
    return next;
  }

  /** A file in the project is not even read. */
  private boolean includesOthers(GitFile file) {
    Path path = file.path();
    try {
      return file.way().stream().noneMatch(place -> place.startsWith(project))
          && inquiry.byteText(path, LARGEST_BYTES).toLowerCase(Locale.ROOT).contains("include");
    } catch (IOException unreadable) {
      return false;
    }
  }

  private List<Path> included(GitFile file) {
    List<Path> paths = new ArrayList<>();
    for (String entry : includes(file.path()).split("\0", -1)) {
      String[] keyAndValue = entry.split("\n", 2);
      if (keyAndValue.length == 2 && !keyAndValue[1].isEmpty() && holds(keyAndValue[0], file)) {
        paths.add(file.path().resolveSibling(keyAndValue[1]).normalize());
      }
    }
    return paths;
  }

  private boolean holds(String key, GitFile file) {
    return !key.startsWith(CONDITIONAL)
        || conditions.holds(
            key.substring(CONDITIONAL.length(), key.length() - PATH.length()),
            file.way().getLast());
  }

  /** Git's answer: each key, a newline, the path with its beginning expanded, a NUL. */
  private String includes(Path file) {
    Optional<Path> git = programs.find("git");
    if (git.isEmpty()) {
      return "";
    }
    ProgramCall call =
        ProgramCall.of(
                git.get(),
                List.of(
                    "config",
                    "--file",
                    file.toString(),
                    "--null",
                    "--type=path",
                    "--get-regexp",
                    KEYS))
            .with(environment());
    try {
      ProgramOutput output = inquiry.output(call);
      return output.end().succeeded() ? output.text() : "";
    } catch (IOException brokenOrNone) {
      return "";
    }
  }

  /** No other configuration affects how a file is read. */
  private Map<String, String> environment() {
    return Map.of(
        "HOME", home.toString(), "GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null");
  }
}
