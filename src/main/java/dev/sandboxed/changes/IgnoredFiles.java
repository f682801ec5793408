package dev.sandboxed.changes;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.host.HostProbe;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks git which files a project ignores, without looking at the project's own repository: the
 * agent may have written something there that git would execute. A repository of sandboxed's takes
 * its place.
 */
public final class IgnoredFiles {

  // Git takes a second to answer for a hundred thousand files.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The exit status of git check-ignore if none of the names is ignored. */
  private static final int NONE = 1;

  private static final int LONGEST_ERROR = 200;

  /**
   * What git says.
   *
   * @param names those that it ignores
   * @param doubt why that is not known, if it is not
   */
  public record Answer(Set<String> names, Optional<String> doubt) {

    private static final Answer NOTHING = new Answer(Set.of(), Optional.empty());

    private static Answer unknown(String why) {
      return new Answer(Set.of(), Optional.of(why));
    }
  }

  private final Inquiry inquiry;
  private final Path project;

  /**
   * @param inquiry of the person's environment, whose own ignore rules count as well
   */
  public IgnoredFiles(Inquiry inquiry, Path project) {
    this.inquiry = inquiry;
    this.project = project;
  }

  /**
   * The names that git ignores; none if the project is not a work tree or there is no git.
   *
   * @param names below the project
   * @param repository an empty one
   */
  public Answer among(Collection<String> names, Path repository) {
    Optional<Path> git = new HostProbe(inquiry).tools(project).find("git");
    if (names.isEmpty()
        || git.isEmpty()
        || !inquiry.exists(project.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
      return Answer.NOTHING;
    }
    ProgramCall call =
        ProgramCall.of(
                git.get(),
                List.of(
                    "--git-dir=" + repository,
                    "--work-tree=" + project,
                    "check-ignore",
                    "-z",
                    "--stdin"))
            .in(project)
            .with(personsConfiguration())
            .reading(String.join("\0", names))
            .within(LIMIT);
    try {
      return answer(inquiry.output(call));
    } catch (IOException e) {
      return Answer.unknown(String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(ProgramOutput output) {
    if (!output.end().inTime()) {
      return Answer.unknown("git did not answer within " + LIMIT.toSeconds() + " seconds");
    }
    if (output.end().succeeded()) {
      return new Answer(
          Stream.of(output.text().split("\0", -1))
              .filter(name -> !name.isEmpty())
              .collect(Collectors.toSet()),
          Optional.empty());
    }
    String errors = output.end().errors().strip();
    return output.end().status() == NONE && errors.isEmpty()
        ? Answer.NOTHING
        : Answer.unknown(
            "git check-ignore failed: "
                + errors.substring(0, Math.min(errors.length(), LONGEST_ERROR)));
  }

  /** No other git variables: with them, git would answer about another repository. */
  private Map<String, String> personsConfiguration() {
    Map<String, String> configuration = new HashMap<>(inquiry.environment());
    configuration.keySet().retainAll(Set.of("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL"));
    return configuration;
  }
}
