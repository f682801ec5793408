package dev.sandboxed.nix.flake;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Where {@code nix develop} looks for a dev shell among the outputs of a flake, and in which order.
 */
public final class AttributePath {

  private AttributePath() {}

  /**
   * The paths to try; the first one that exists counts.
   *
   * @param attribute what follows the {@code #}; a part in double quotes may hold dots
   * @param system for example {@code x86_64-linux}
   */
  public static List<List<String>> candidates(String attribute, String system) {
    if (attribute.isEmpty()) {
      return List.of(
          List.of("devShells", system, "default"),
          List.of("devShell", system),
          List.of("packages", system, "default"),
          List.of("defaultPackage", system));
    }
    // A leading dot means: from the top, and nowhere else.
    if (attribute.startsWith(".")) {
      return List.of(parts(attribute.substring(1)));
    }
    List<String> named = parts(attribute);
    List<List<String>> candidates = new ArrayList<>();
    for (String set : List.of("devShells", "packages", "legacyPackages")) {
      List<String> path = new ArrayList<>(List.of(set, system));
      path.addAll(named);
      candidates.add(List.copyOf(path));
    }
    candidates.add(named);
    return List.copyOf(candidates);
  }

  private static List<String> parts(String attribute) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < attribute.length(); i++) {
      char letter = attribute.charAt(i);
      if (letter == '"') {
        quoted = !quoted;
      } else if (letter == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(letter);
      }
    }
    if (quoted) {
      throw new UserFailure(
          Problem.of(
              "devshell.bad-installable",
              "the name %s lacks a closing quote".formatted(Quoted.of(attribute)),
              "Write it like \"a.b\".c if a name holds a dot."));
    }
    parts.add(part.toString());
    return List.copyOf(parts);
  }
}
