package dev.sandboxed.check.trial;

import dev.sandboxed.check.Answer;
import dev.sandboxed.check.Attempt;
import dev.sandboxed.check.Outside;
import dev.sandboxed.check.Promise;
import dev.sandboxed.check.Promises;
import dev.sandboxed.check.Verdict;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.seccomp.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries every promise of a plan. */
public final class Trial {

  /** Runs the probe, which is its first argument, inside: it prints its variables before. */
  public static final List<String> SHELL =
      List.of("/bin/sh", "-c", "/usr/bin/env -0; exec /usr/bin/env -i /bin/sh -c \"$0\" \"$@\"");

  private static final String VARIABLE = "SANDBOXED_CHECK_CANARY";

  private final Inquiry inquiry;
  private final Map<String, String> environment;

  /**
   * A trial on this machine.
   *
   * @param environment of the launcher
   */
  public Trial(Inquiry inquiry, Map<String, String> environment) {
    this.inquiry = inquiry;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Starts a sandbox of a plan, tries, and ends it.
   *
   * @param probe the text of src/main/bash/probe
   * @param launch the words that start a sandbox with {@link #SHELL} and the probe in it; the
   *     probe's own words follow
   * @throws UserFailure if it did not start
   */
  public List<Verdict> of(SandboxPlan plan, String probe, List<String> launch) {
    String token = "sandboxed-check-" + UUID.randomUUID();
    // The token is in the words of the session's processes alone.
    String name = "sandboxed-check-" + UUID.randomUUID();
    Path temporary = temporary();
    Path home = plan.identity().home();
    try (Listeners listeners = Listeners.begin(name);
        CanaryFiles files = CanaryFiles.make(home, temporary)) {
      Outside outside =
          new OutsideProbe(inquiry, plan)
              .look(
                  new Outside.Canaries(
                      files.home(),
                      files.temporary(),
                      files.home(),
                      listeners.port(),
                      listeners.hasAbstractSocket() ? Optional.of(name) : Optional.empty(),
                      VARIABLE),
                  Listeners.addresses(),
                  withCanary().keySet());
      List<Promise> promises = Promises.of(plan, outside, architecture());
      return verdicts(
          promises,
          plan,
          token,
          Stream.concat(SHELL.stream(), Stream.of(probe)).toList(),
          launch,
          List.of(home, temporary, plan.project(), plan.workplace().workingDirectory()));
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "check.no-answer",
              "the probe did not answer: " + e.getMessage(),
              "sandboxed run --shell starts the same sandbox: does it work?"));
    }
  }

  private List<Verdict> verdicts(
      List<Promise> promises,
      SandboxPlan plan,
      String token,
      List<String> shell,
      List<String> launch,
      List<Path> directories)
      throws IOException {
    List<Attempt> asked =
        promises.stream()
            .flatMap(promise -> promise.attempts().stream())
            .filter(attempt -> attempt.what().asked())
            .sorted(Comparator.comparing(attempt -> attempt.what().perl()))
            .toList();
    Traces traces = Traces.before(token, directories, mountPoints(plan));
    // Each has a file of that name.
    String other = "outside-" + UUID.randomUUID();
    Session outside =
        Session.start(
            words(shell, other, asked, false),
            withCanary(),
            plan.workplace().workingDirectory(),
            other,
            asked);
    Session inside =
        Session.start(
            words(launch, token, asked, true),
            withCanary(),
            plan.workplace().workingDirectory(),
            token,
            asked);
    try {
      Session.Told there = outside.answers(other);
      outside.end();
      Session.Told here = inside.answers(token);
      Map<String, Answer> during = traces.found(true);
      inside.end();
      Map<String, Answer> after = traces.found(false);
      return promises.stream()
          .map(promise ->
              Verdict.of(
                  promise,
                  attempt -> answer(attempt, here, after),
                  attempt -> answer(attempt, there, during)))
          .toList();
    } finally {
      outside.kill();
      inside.kill();
    }
  }

  /** Those of the host in what the agent can write; all others are in the sandbox's own root. */
  private static Set<Path> mountPoints(SandboxPlan plan) {
    MountTree tree = plan.mountTree();
    return plan.mounts().stream()
        .filter(step -> tree.above(step).filter(MountTree::isWritable).isPresent())
        .map(MountStep::path)
        .collect(Collectors.toSet());
  }

  private static Answer answer(Attempt attempt, Session.Told told, Map<String, Answer> traces) {
    return attempt.what() == Attempt.Kind.LEFTOVER
        ? traces.getOrDefault(attempt.inside(), Answer.UNTRIED)
        : told.to(attempt);
  }

  private static List<String> words(
      List<String> first, String token, List<Attempt> asked, boolean inside) {
    return Stream.concat(first.stream(), Session.words(token, asked, inside).stream()).toList();
  }

  private Map<String, String> withCanary() {
    Map<String, String> all = new HashMap<>(environment);
    all.put(VARIABLE, "canary");
    return all;
  }

  /** Where programs outside keep temporary files; most take a value that names none for none. */
  private Path temporary() {
    return Optional.ofNullable(environment.get("TMPDIR"))
        .filter(value -> value.startsWith("/"))
        .map(Path::of)
        .filter(inquiry::isDirectory)
        .orElse(Path.of("/tmp"));
  }

  /** That of this machine's own programs. */
  public static Architecture architecture() {
    return System.getProperty("os.arch", "").equals("aarch64")
        ? Architecture.AARCH64
        : Architecture.X86_64;
  }
}
