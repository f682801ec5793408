package dev.sandboxed.nix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandboxed.nix.flake.FlakeLock;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.flake.StatedInputs;
import dev.sandboxed.nix.source.FlakeFiles;
import dev.sandboxed.nix.source.ProjectReads;
import dev.sandboxed.nix.source.ReadSet;
import dev.sandboxed.nix.source.ReadTrace;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds what a dev shell's evaluation looks at: it is evaluated from a tree that holds only
 * flake.nix and flake.lock, then from one that also has what was asked for, until nothing more is
 * asked for.
 */
final class Discovery {

  // sandboxed's own limit: each round finds the next file of a chain of imports, or the next level
  // of a directory.
  static final int MOST_ROUNDS = 200;

  private static final String TRACE = "trace";

  private final Evaluator evaluator;
  private final Path strace;
  private final LocalFlake flake;
  private final NixSettings settings;
  private final Path scratch;
  private final Consumer<SortedSet<String>> beforeFetching;
  private final Progress progress;

  /**
   * @param scratch an empty directory of sandboxed's
   * @param beforeFetching see {@link DevShellEvaluation#discover}
   */
  Discovery(
      Evaluator evaluator,
      Path strace,
      LocalFlake flake,
      NixSettings settings,
      Path scratch,
      Consumer<SortedSet<String>> beforeFetching,
      Progress progress) {
    this.evaluator = evaluator;
    this.strace = strace;
    this.flake = flake;
    this.settings = settings;
    this.scratch = scratch;
    this.beforeFetching = beforeFetching;
    this.progress = progress;
  }

  /**
   * @throws UserFailure if the flake or its lock is refused, if strace cannot trace, or if it never
   *     ends
   */
  Discovered run() {
    ReadSet flakesOwn = ReadSet.at(List.of(LocalFlake.FLAKE, LocalFlake.LOCK));
    SourceTree tree = SourceTree.copied(flake, flakesOwn, scratch.resolve("0"));
    FlakeLock lock = FlakeFiles.check(tree, flake);
    ReadSet wanted = flakesOwn;
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      Expressions.Locked source = evaluator.add(tree);
      if (round == 1) {
        begin(source, lock);
      }
      Traced traced = trace(source, round);
      ReadSet seen =
          ProjectReads.of(flake, traced.looks()).and(flakesOwn).and(tree.below(lock.parts()));
      if (tree.marks().keySet().containsAll(seen.paths())
          && wanted.listed().containsAll(seen.listed())) {
        return new Discovered(tree.seenBy(seen, scratch.resolve("found")), traced.failure());
      }
      progress.report(
          "looking for what the dev shell reads: %d paths so far".formatted(seen.paths().size()));
      wanted = wanted.and(seen);
      tree = SourceTree.copied(flake, wanted, scratch.resolve(Integer.toString(round)));
    }
    throw failure(
        "devshell.endless",
        "after %d evaluations the dev shell %s still asks for more files"
            .formatted(MOST_ROUNDS, flake.shown()),
        "Each evaluation finds one more link in a chain of imports, or one more level of"
            + " directories: no dev shell needs so many.");
  }

  private void begin(Expressions.Locked source, FlakeLock lock) {
    JsonNode stated = evaluator.inputs(source);
    // These are asked too if flake.nix and its lock do not match.
    SortedSet<String> sources =
        StatedInputs.check(stated, lock, flake.top().resolve(LocalFlake.FLAKE));
    sources.addAll(lock.sources());
    if (lock.remote() && !evaluator.isFetched(source)) {
      beforeFetching.accept(sources);
      progress.report("fetching the inputs of the dev shell");
      evaluator.fetch(source);
    }
  }

  private record Traced(ReadSet looks, Optional<String> failure) {}

  private Traced trace(Expressions.Locked source, int round) {
    Path directory = scratch.resolve(TRACE + round);
    // Newer versions of Nix do not look again at what they remember having copied before.
    Path home = scratch.resolve("home" + round);
    try {
      Files.createDirectory(directory);
      Files.createDirectory(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path inside = Confinement.Confined.SCRATCH;
    List<String> tracer =
        Stream.of(
                List.of(strace.toString()),
                ReadTrace.OPTIONS,
                List.of(inside.resolve(TRACE).toString(), "--"))
            .flatMap(List::stream)
            .toList();
    Optional<UserFailure> failed = Optional.empty();
    try {
      Evaluator forgetful = evaluator.at(home);
      forgetful.take(source);
      forgetful.derivation(source, flake, settings, Map.of(inside, directory), tracer);
    } catch (UserFailure e) {
      // A file that the tree does not have yet is one of the reasons.
      if (!Evaluator.isNixFailure(e)) {
        throw e;
      }
      failed = Optional.of(e);
    }
    Path file = directory.resolve(TRACE);
    Optional<ReadSet> looks =
        Files.exists(file)
            ? ReadTrace.read(file, List.of(Path.of(source.path().path())))
            : Optional.empty();
    String why = failed.map(Throwable::getMessage).orElse("it traced nothing");
    return new Traced(looks.orElseThrow(() -> untraceable(why)), failed.map(Throwable::getMessage));
  }

  private UserFailure untraceable(String why) {
    return failure(
        "devshell.untraceable",
        "%s cannot see what an evaluation reads here: %s".formatted(strace, why),
        "You must be allowed to trace your own processes: look at kernel.yama.ptrace_scope and, in"
            + " a container, at its seccomp profile.");
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
