package dev.sandboxed.cli;

import dev.sandboxed.cli.options.ErrorsOption;
import dev.sandboxed.cli.options.OptionVariables;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.AllowWords;
import dev.sandboxed.planning.Allowing;
import dev.sandboxed.planning.LocalDevShell;
import dev.sandboxed.planning.ProjectReview;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.review.Revealed;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed allow}: shows a person what a project says about its sandbox, and asks. */
@Command(
    name = "allow",
    description = {
      "Shows what a project wants of its own sandbox, and asks you.",
      "Only exactly what was shown counts from then on; anything that changes must be allowed again."
    })
final class AllowCommand implements Callable<Integer> {

  private static final int NOT_ALLOWED = 1;

  private final Streams streams;
  private final Map<String, String> environment;
  private final HostProbe probe;
  private final Path workingDirectory;
  private final Optional<Dialogue> dialogue;
  private final InstantSource clock;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "the project; without it, the one around the working directory")
  @Nullable Path directory;

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description = "allow only the content with this digest, without asking")
  @Nullable String digest;

  @Option(
      names = "--devshell",
      paramLabel = "INSTALLABLE",
      description = "the dev shell to look at; without it, the default one of a flake.nix there")
  @Nullable String devShell;

  @Option(
      names = "--fetch",
      description = "fetch what the dev shell's lock names without asking; it can name any host")
  boolean fetch;

  @Option(
      names = "--revoke",
      description = "forget everything that was allowed for the project instead")
  boolean revoke;

  @Mixin ErrorsOption errors = new ErrorsOption();

  AllowCommand(
      Streams streams,
      Map<String, String> environment,
      HostProbe probe,
      Path workingDirectory,
      Optional<Dialogue> dialogue,
      InstantSource clock) {
    this.streams = streams;
    this.environment = environment;
    this.probe = probe;
    this.workingDirectory = workingDirectory;
    this.dialogue = dialogue;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Allowing allowing = new Allowing(probe, streams, workingDirectory, asked());
    if (revoke) {
      return revoke(allowing);
    }
    return allow(
        allowing,
        allowing.review(
            Optional.ofNullable(devShell),
            sources -> requireFetching(allowing.project(), sources)));
  }

  /** The project as {@code run} finds it, so that both mean the same one. */
  private Optional<Path> asked() {
    return Optional.ofNullable(directory)
        .or(() ->
            Optional.of(environment.getOrDefault(OptionVariables.of("project"), ""))
                .filter(variable -> !variable.isEmpty())
                .map(Path::of));
  }

  private int revoke(Allowing allowing) {
    if (digest != null || devShell != null || fetch) {
      throw new UserFailure(
          Problem.of(
              "option.usage",
              "--revoke takes no other option",
              "it forgets everything that was allowed for the project"));
    }
    say(
        allowing.revoke()
            ? "nothing is allowed for " + allowing.project() + " any more"
            : "nothing was allowed for " + allowing.project());
    return 0;
  }

  private int allow(Allowing allowing, ProjectReview review) {
    Path project = allowing.project();
    if (review.parts().isEmpty() && digest == null) {
      say("there is nothing to allow in " + project);
      return 0;
    }
    review.pending().forEach(this::show);
    String actual = review.digest();
    if (digest != null && !digest.equals(actual)) {
      throw new UserFailure(
          Problem.of(
              "allow.other-digest",
              "nothing was allowed: what is there now has the digest " + actual,
              "look at it, then: " + again(project, "--digest", actual)));
    }
    if (review.pending().isEmpty()) {
      review.parts().forEach(part -> say("allowed already: " + part.now().files()));
      return 0;
    }
    if (digest == null && !isWanted(project, actual)) {
      streams.err().println("nothing was allowed");
      return NOT_ALLOWED;
    }
    for (ProjectReview.Part part : review.pending()) {
      allowing.allow(part, clock.instant());
      say("allowed: " + part.now().files());
    }
    return 0;
  }

  private void show(ProjectReview.Part part) {
    Colours colours = new Colours(environment);
    ContentDiff diff = part.diff();
    diff.rows().forEach(row -> streams.verbatim().println(colours.diff(row, streams.terminal())));
    streams.err().println(diff.total());
    part.now().remarks().stream().map(Remark::describe).forEach(streams.err()::println);
  }

  private boolean isWanted(Path project, String actual) {
    Dialogue person =
        dialogue.orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "allow.nobody-to-ask",
                    "nothing was allowed: there is no terminal to ask on",
                    "on a terminal: "
                        + again(project)
                        + "\nor, if it is what you have read: "
                        + again(project, "--digest", actual))));
    return saysYes(person, "Allow exactly this? [y/N] ");
  }

  /** An agent may have written the lock, and a request to a host can have effects there. */
  private void requireFetching(Path project, SortedSet<String> sources) {
    if (fetch) {
      return;
    }
    streams
        .err()
        .println(
            "To see what the dev shell is made of, its inputs must be fetched, with your network and your Nix"
                + " configuration. These would be asked (%d):".formatted(sources.size()));
    sources.forEach(source -> streams.verbatim().println("  " + Revealed.of(source).text()));
    boolean asking = dialogue.isPresent() && digest == null;
    if (asking && saysYes(dialogue.orElseThrow(), "Fetch them? [y/N] ")) {
      return;
    }
    throw new UserFailure(
        Problem.of(
            "allow.not-fetched",
            "the inputs of the dev shell were not fetched"
                + (asking ? "" : ", because nobody was asked"),
            "if these may be asked: "
                + (digest == null
                    ? again(project, "--fetch")
                    : again(project, "--fetch", "--digest", AllowWords.quoted(digest)))));
  }

  private boolean saysYes(Dialogue person, String question) {
    String said =
        person.ask(new Colours(environment).bold(question, streams.terminal())).orElse("");
    return List.of("y", "yes").contains(said.strip().toLowerCase(Locale.ROOT));
  }

  private String again(Path project, String... options) {
    return AllowWords.command(
        project, devShell == null ? LocalDevShell.DEFAULT : devShell, options);
  }

  private void say(String message) {
    streams.out().println(Printable.line(message));
  }
}
