package dev.sandboxed.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lets the person of a world have real Nix evaluate and build what a test says. */
final class NixExpressions {

  private final HostWorld world;
  private final String prelude;

  /**
   * Gives the world the Nix of the tests.
   *
   * @param prelude stands in front of every expression
   */
  NixExpressions(HostWorld world, String prelude) {
    this.world = world;
    this.prelude = prelude;
    // Where the tests' Nix keeps its things, and what it may do.
    System.getenv()
        .forEach((name, value) -> {
          if (name.startsWith("NIX_")) {
            world.set(name, value);
          }
        });
    Path nix =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(Path::of)
            .filter(directory -> Files.isExecutable(directory.resolve("nix")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no nix on PATH; tests/run sets it up"));
    world.set("PATH", world.home().resolve("bin") + ":/usr/bin:/bin:" + nix);
  }

  /** The value of an expression, as JSON. */
  Outcome value(String expression) {
    return nix("nix-instantiate", "--eval", "--strict", "--json", expression);
  }

  /** Builds a derivation, and prints its path in the store. */
  Outcome built(String expression) {
    return nix("nix-build", "--no-out-link", expression);
  }

  private Outcome nix(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    String expression = command.removeLast();
    command.addAll(List.of("-E", prelude + expression));
    return world.start(world.project(), command).finish();
  }

  /** As a string of Nix. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "\\${") + '"';
  }
}
