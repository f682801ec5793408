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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

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

  private static final String KEYS =
      "^(include(if\\..*)?\\.path|core\\.(excludesfile|attributesfile)|commit\\.template)$";

  /** What a file says that names another one. */
  private static final List<String> NAMES =
      List.of("include", "excludesfile", "attributesfile", "template");

  /** The variables that name a program or a key; false and an empty value name none. */
  private static final Set<String> PROGRAMS =
      Set.of(
          "commit.gpgsign",
          "core.fsmonitor",
          "core.hookspath",
          "core.pager",
          "core.sshcommand",
          "credential.helper",
          "diff.external",
          "gpg.program",
          "gpg.ssh.program",
          "interactive.difffilter",
          "tag.gpgsign");

  /** What git takes for the home of somebody else, whom a directory service may know. */
  private static final Pattern SOMEBODY = Pattern.compile("~[^/]");

  private static final Set<String> NOTHING = Set.of("", "false", "no", "off", "0", "cat");
  private static final String CONDITIONAL = "includeif.";
  private static final String PATH = ".path";

  private final Programs programs;
  private final Inquiry inquiry;
  private final Path home;
  private final Path project;
  private final GitCondition conditions;
  private final List<GitFile> files = new ArrayList<>();
  private final Set<Path> asked = new HashSet<>();
  private final Set<Path> nameSomebody = new HashSet<>();
  private final SortedSet<String> commands = new TreeSet<>();

  private IncludeProbe(Programs programs, Path home, Path project, Optional<Path> repository) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.home = home;
    this.project = project;
    this.conditions = new GitCondition(repository, PathProbe.look(inquiry, home).real());
  }

  /**
   * The files that include others and those that are included, the including ones first. Starts no
   * program where nothing is named.
   *
   * @param programs none of them from the project
   * @param roots the files that git reads by itself, whether they exist or not
   * @param repository of the project: its own path, because the agent can choose where a symlink
   *     there leads
   */
  static IncludeProbe probe(
      Programs programs, Path home, List<Path> roots, Path project, Optional<Path> repository) {
    IncludeProbe probe = new IncludeProbe(programs, home, project, repository);
    List<GitFile> level = new ArrayList<>();
    for (Path root : roots) {
      GitFile file = probe.file(root, Optional.empty());
      if (probe.namesOthers(file)) {
        probe.files.add(file);
        level.add(file);
      }
    }
    while (!level.isEmpty()) {
      level = probe.included(level);
    }
    return probe;
  }

  /** The files that name others, and those that are named. */
  List<GitFile> files() {
    return List.copyOf(files);
  }

  /** The variables that name programs or keys, sorted. */
  List<String> programs() {
    return commands.stream().toList();
  }

  private GitFile file(Path path, Optional<Path> includedBy) {
    return new GitFile(path, includedBy, PathProbe.way(inquiry, path));
  }

  private List<GitFile> included(List<GitFile> level) {
    List<GitFile> next = new ArrayList<>();
    for (GitFile file : level) {
      if (asked.add(file.path()) && namesOthers(file)) {
        for (Named named : named(file)) {
          GitFile found = file(named.path(), Optional.of(file.path()));
          if (inquiry.isFile(named.path()) && files.size() < MOST_FILES) {
            files.add(found);
            if (named.configuration()) {
              next.add(found);
            }
          }
        }
      }
    }
    return next;
  }

  /** A file in the project is not even read. */
  private boolean namesOthers(GitFile file) {
    Path path = file.path();
    try {
      if (file.way().stream().anyMatch(place -> place.startsWith(project))) {
        return false;
      }
      String text = inquiry.byteText(path, LARGEST_BYTES);
      if (SOMEBODY.matcher(text).find()) {
        nameSomebody.add(path);
      }
      GitConfig.parse(text).entries().stream()
          .filter(entry -> PROGRAMS.contains(entry.key()))
          .filter(entry -> !NOTHING.contains(entry.value().toLowerCase(Locale.ROOT)))
          .forEach(entry -> commands.add(entry.key()));
      return NAMES.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /**
   * A file that another one names.
   *
   * @param configuration whether git reads it as one; otherwise it is data
   */
  private record Named(Path path, boolean configuration) {}

  private List<Named> named(GitFile file) {
    List<Named> all = new ArrayList<>();
    for (String entry : names(file.path()).split("\0", -1)) {
      String[] keyAndValue = entry.split("\n", 2);
      if (keyAndValue.length != 2 || keyAndValue[1].isEmpty()) {
        continue;
      }
      Path value = Path.of(keyAndValue[1]);
      if (keyAndValue[0].startsWith("include")) {
        if (holds(keyAndValue[0], file)) {
          all.add(new Named(file.path().resolveSibling(value).normalize(), true));
        }
      } else if (value.isAbsolute()) {
        // A relative one starts where git is.
        all.add(new Named(value.normalize(), false));
      }
    }
    return all;
  }

  private boolean holds(String key, GitFile file) {
    return !key.startsWith(CONDITIONAL)
        || conditions.holds(
            key.substring(CONDITIONAL.length(), key.length() - PATH.length()),
            file.way().getLast());
  }

  /** Git's answer: each key, a newline, the path with its beginning expanded, a NUL. */
  private String names(Path file) {
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
            .with(environment())
            .holding(
                nameSomebody.contains(file)
                    ? ProgramCall.Validity.UNTIL_ASKED
                    : ProgramCall.Validity.FROM_FILES);
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
