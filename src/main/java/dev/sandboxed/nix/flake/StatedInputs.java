package dev.sandboxed.nix.flake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandboxed.nix.Expressions;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The inputs that a flake.nix states, judged before Nix looks for any of them. */
public final class StatedInputs {

  private final Path flake;
  private final List<Problem> problems = new ArrayList<>();
  private final SortedSet<String> sources = new TreeSet<>();

  private StatedInputs(Path flake) {
    this.flake = flake;
  }

  /**
   * Checks every input that flake.nix states.
   *
   * @param stated see {@link Expressions#inputs}
   * @param flake the path of flake.nix, as messages show it
   * @return where they would be fetched from, see {@link LockedReference.Remote}
   * @throws UserFailure with each input that is local and outside the project, and each that the
   *     lock does not have
   */
  public static SortedSet<String> check(JsonNode stated, FlakeLock lock, Path flake) {
    StatedInputs inputs = new StatedInputs(flake);
    inputs.judge("", stated);
    for (Map.Entry<String, JsonNode> input : stated.properties()) {
      if (!lock.inputs().contains(input.getKey())) {
        inputs.problems.add(
            Problem.of(
                "devshell.not-locked",
                "%s does not have the input %s"
                    .formatted(flake.resolveSibling("flake.lock"), Quoted.of(input.getKey())),
                "Lock it with nix flake lock, and approve the lock with sandboxed allow."));
      }
    }
    if (!inputs.problems.isEmpty()) {
      throw new UserFailure(inputs.problems);
    }
    return inputs.sources;
  }

  private void judge(String prefix, JsonNode stated) {
    for (Map.Entry<String, JsonNode> input : stated.properties()) {
      String name = prefix + input.getKey();
      JsonNode reference = input.getValue().path("reference");
      if (reference.has("url") || reference.has("type")) {
        LockedReference from =
            reference.has("url")
                ? LockedReference.of(reference.path("url").asText())
                : LockedReference.of(reference, true);
        switch (from) {
          case LockedReference.Remote(String source) -> sources.add(source);
          case LockedReference.Inside(String path) -> {
            if (Path.of(path).normalize().startsWith("..")) {
              refuse(name, "the path %s, which leaves the project".formatted(Quoted.of(path)));
            }
          }
          case LockedReference.Refused(String what) -> refuse(name, what);
        }
      }
      judge(name + "/", input.getValue().path("inputs"));
    }
  }

  private void refuse(String name, String what) {
    problems.add(
        Problem.of(
            "devshell.local-input",
            "%s: the input %s is %s".formatted(flake, Quoted.of(name), what),
            LockedReference.REMEDY));
  }
}
