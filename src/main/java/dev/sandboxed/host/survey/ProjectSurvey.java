package dev.sandboxed.host.survey;

import dev.sandboxed.files.BackgroundAnswer;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One walk through everything that a sandbox can see, by find, which is several times faster than
 * Java. It runs while a launch looks at other things.
 *
 * <p>It follows no symlink. It does enter what is mounted below, and directories of any name,
 * because the sandbox shows those too.
 */
public final class ProjectSurvey {

  // A project may be on a slow disk, and the person can interrupt it.
  private static final Duration LIMIT = Duration.ofDays(1);

  private static final int LONGEST_ERROR = 300;

  private final Programs programs;
  private final Inquiry inquiry;
  private final List<Path> tops;
  private final SurveyScope scope;
  private final BackgroundAnswer<Survey> walk;

  private ProjectSurvey(Programs programs, SurveyScope scope) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.scope = scope;
    this.tops = tops(scope.directories());
    this.walk = BackgroundAnswer.begin(this::walk);
  }

  /**
   * Starts the walk.
   *
   * @param programs where find is looked for; none from a place that an agent can write
   */
  public static ProjectSurvey begin(Programs programs, SurveyScope scope) {
    return new ProjectSurvey(programs, scope);
  }

  /** The real paths of those that are directories, each tree once. */
  private List<Path> tops(Collection<Path> directories) {
    List<Path> tops = new ArrayList<>();
    directories.stream()
        .map(path -> PathProbe.look(inquiry, path))
        .filter(fact -> fact.kind() == FileFact.Kind.DIRECTORY)
        .map(FileFact::real)
        // Nothing there is secret or listens.
        .filter(real -> !real.startsWith("/nix/store"))
        .distinct()
        .sorted()
        .forEach(real -> {
          if (tops.stream().noneMatch(real::startsWith)) {
            tops.add(real);
          }
        });
    return tops;
  }

  /** Whether the walk answers a pattern. */
  boolean answers(Glob glob) {
    return glob.crossesDirectories() && tops.stream().anyMatch(glob.base()::startsWith);
  }

  /**
   * What was found.
   *
   * @throws UserFailure if not everything could be looked at
   */
  Survey answer() {
    return walk.answer();
  }

  /**
   * The program that looks, before a session and after it.
   *
   * @throws UserFailure if it is missing
   */
  public static Path find(Programs programs) {
    return programs.find("find").orElseThrow(ProjectSurvey::missing);
  }

  private Survey walk() throws IOException {
    if (tops.isEmpty()) {
      return Survey.NOTHING;
    }
    Path find = find(programs);
    List<Glob> globs = scope.globs().stream().filter(this::answers).toList();
    List<Glob> kinds = scope.kinds().stream().filter(this::answers).toList();
    SurveyReport report = new SurveyReport(inquiry.account().uid(), globs, kinds);
    String wanted = FindPattern.of(Stream.concat(globs.stream(), kinds.stream()).toList());
    ProgramEnd end;
    try {
      end = inquiry.run(call(find, wanted), report);
    } catch (IOException failed) {
      throw incomplete(String.valueOf(failed.getMessage()));
    }
    if (!end.succeeded()) {
      String said = end.errors().strip();
      throw incomplete(said.isEmpty() ? find + " failed with status " + end.status() : said);
    }
    if (!report.isComplete()) {
      throw incomplete(find + " did not report everything");
    }
    return report.survey();
  }

  /** Only what matters is printed, because Java takes far longer than find for each name. */
  private ProgramCall call(Path find, String wanted) {
    List<String> words = new ArrayList<>(tops.stream().map(top -> top + "/").toList());
    words.add(SurveyReport.END);
    // What disappears during the walk does not matter.
    words.addAll(List.of("-regextype", FindPattern.DIALECT, "-ignore_readdir_race"));
    words.addAll(closed("-executable", SurveyReport.NOT_ENTERED));
    words.add("-o");
    words.addAll(closed("-readable", SurveyReport.NOT_LISTED));
    words.addAll(List.of("-o", "(", "-type", "s", "-o", "-path", SurveyReport.END));
    if (!wanted.isEmpty()) {
      words.addAll(List.of("-o", "-regex", wanted));
    }
    words.addAll(List.of(")", "-printf", "%y %p\\0"));
    // With this, find takes paths as bytes.
    return ProgramCall.of(find, words).with(Map.of("LC_ALL", "C")).within(LIMIT);
  }

  private static List<String> closed(String test, char kind) {
    return List.of("-type", "d", "!", test, "-prune", "-printf", kind + "%U %p\\0");
  }

  private static UserFailure missing() {
    return new UserFailure(
        Problem.of(
            "host.no-find",
            "the project cannot be searched without find, which is not on PATH",
            Remedy.install("findutils")));
  }

  private static UserFailure incomplete(String words) {
    String first = words.lines().findFirst().orElse("");
    return new UserFailure(
        Problem.of(
            "host.not-all-seen",
            "cannot look at everything that the sandbox would show: "
                + Printable.line(first.substring(0, Math.min(first.length(), LONGEST_ERROR))),
            "make it readable for you, or remove it; find must be the one from GNU findutils"));
  }
}
