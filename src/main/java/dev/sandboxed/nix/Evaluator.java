package dev.sandboxed.nix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.nix.Confinement.Confined;
import dev.sandboxed.nix.Confinement.Step;
import dev.sandboxed.nix.flake.AttributePath;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.flake.StatedInputs;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs Nix on a source tree, confined. The tree is added to the store first, under the name that
 * makes Nix use it as it is, so that copying it is not part of evaluating it.
 */
final class Evaluator {

  // An agent may have written the whole flake: nothing may change the lock, ask, or build.
  private static final List<String> OPTIONS =
      List.of(
          "--option",
          "pure-eval",
          "true",
          "--option",
          "accept-flake-config",
          "false",
          "--option",
          "allow-import-from-derivation",
          "false",
          "--option",
          "eval-cache",
          "false",
          "--option",
          "flake-registry",
          "");

  private static final List<String> LOCKED =
      List.of("--no-update-lock-file", "--no-write-lock-file");

  private static final String REMEDY =
      "It saw the project's files, but not the network or anything else on this machine, and"
          + " could not build anything.";

  private final NixProcess process;
  private final NixHost host;
  private final Path home;

  /**
   * @param home see {@link Confined#home}
   */
  Evaluator(NixProcess process, NixHost host, Path home) {
    this.process = process;
    this.host = host;
    this.home = home;
  }

  /** The same with another home. */
  Evaluator at(Path otherHome) {
    return new Evaluator(process, host, otherHome);
  }

  /** Adds a tree to the store. */
  Expressions.Locked add(SourceTree tree) {
    Confinement sees = evaluating(Map.of(Confined.SOURCE, tree.directory()), Map.of());
    String source = Confined.SOURCE.toString();
    String path =
        run(sees, "store add-path", List.of("store", "add-path", "--name", "source", source));
    String hash = run(sees, "hash path", List.of("hash", "path", source));
    return new Expressions.Locked(
        StorePath.of(path.strip()).orElseThrow(() -> unreadable("store add-path", path)),
        hash.strip());
  }

  /** Whether everything that the lock names is here already; asks no other machine. */
  boolean isFetched(Expressions.Locked source) {
    try {
      // What it says when something is missing looks like a failure.
      archive(process.silent(), Step.EVALUATE, List.of("--offline"), source);
      return true;
    } catch (UserFailure e) {
      if (isNixFailure(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether it is Nix that failed, and said why. */
  static boolean isNixFailure(UserFailure failure) {
    return failure.problems().getFirst().code().equals("nix.failed");
  }

  /** Downloads what the lock names. */
  void fetch(Expressions.Locked source) {
    archive(process, Step.FETCH, List.of(), source);
  }

  private void archive(
      NixProcess runner, Step step, List<String> options, Expressions.Locked source) {
    runner.output(
        new NixRun(
            new Confined(host, home, step, Map.of(), Map.of()),
            "flake archive",
            "It saw your Nix configuration and the network, but no ssh key: fetch what needs one"
                + " yourself, once, with nix flake archive.",
            List.of(),
            Stream.of(
                    List.of("flake", "archive"),
                    options,
                    List.of("--option", "accept-flake-config", "false"),
                    LOCKED,
                    List.of("--", "path:" + source.path()))
                .flatMap(List::stream)
                .toList()));
  }

  /** Has Nix take in the source as it does before evaluating: newer versions read all of it. */
  void take(Expressions.Locked source) {
    run(
        evaluating(Map.of(), Map.of()),
        "eval of the source",
        evaluation("--raw", Expressions.source(source)));
  }

  /** The inputs that flake.nix states, see {@link StatedInputs}. */
  JsonNode inputs(Expressions.Locked source) {
    String json =
        run(
            evaluating(Map.of(), Map.of()),
            "eval of the inputs of flake.nix",
            evaluation("--json", Expressions.inputs(source)));
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw unreadable("eval", e.getOriginalMessage());
    }
  }

  /**
   * The dev shell's derivation.
   *
   * @param scratch a directory that the run may write to
   * @param tracer see {@link NixRun}
   */
  StorePath derivation(
      Expressions.Locked source,
      LocalFlake flake,
      NixSettings settings,
      Map<Path, Path> scratch,
      List<String> tracer) {
    String expression =
        Expressions.derivation(
            source, AttributePath.candidates(flake.attribute(), settings.system()));
    String path =
        process.output(
            new NixRun(
                evaluating(Map.of(), scratch),
                "eval of the dev shell " + flake.shown(),
                REMEDY,
                tracer,
                evaluation("--raw", expression)));
    return StorePath.of(path).orElseThrow(() -> unreadable("eval", path));
  }

  private static List<String> evaluation(String format, String expression) {
    List<String> arguments = new ArrayList<>(List.of("eval", format));
    arguments.addAll(OPTIONS);
    arguments.addAll(LOCKED);
    arguments.addAll(List.of("--expr", expression));
    return arguments;
  }

  private Confinement evaluating(Map<Path, Path> readOnly, Map<Path, Path> writable) {
    return new Confined(host, home, Step.EVALUATE, readOnly, writable);
  }

  private String run(Confinement confinement, String step, List<String> arguments) {
    return process.output(new NixRun(confinement, step, REMEDY, List.of(), arguments));
  }

  private static UserFailure unreadable(String step, String text) {
    return new UserFailure(
        Problem.of(
            "nix.unreadable",
            "nix %s printed something unexpected: %s".formatted(step, Printable.line(text)),
            "Is the nix on PATH the real one? Please report this with its version."));
  }
}
