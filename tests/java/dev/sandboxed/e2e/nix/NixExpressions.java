package dev.sandboxed.e2e.nix;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Has real Nix evaluate and build what a test says, for the person of a world. */
final class NixExpressions {

  private final HostWorld world;
  private final String prelude;

  /**
   * Gives the world the Nix of the tests.
   *
   * @param prelude is put in front of every expression
   */
  NixExpressions(HostWorld world, String prelude) {
    this.world = world;
    this.prelude = prelude;
    // Where the tests' Nix keeps its files, and what it may do.
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

  /**
   * With what {@code tests/nix/checkout.nix} gives, and a configuration for each kind of module.
   */
  static NixExpressions ofCheckout(HostWorld world) {
    return new NixExpressions(
        world,
        """
        let
          checkout = import %s/tests/nix/checkout.nix { bash = %s; stamp = "%s"; };
          inherit (checkout) home-manager lib nixpkgs pkgs sandboxed;
          nixos = modules: nixpkgs.lib.nixosSystem {
            system = builtins.currentSystem;
            modules = [ sandboxed.nixosModules.default ] ++ modules;
          };
          ada.home = { username = "ada"; homeDirectory = "/home/ada"; stateVersion = "26.05"; };
          home = modules: home-manager.lib.homeManagerConfiguration {
            inherit pkgs;
            modules = [ sandboxed.homeModules.default ada ] ++ modules;
          };
        in
        """
            .formatted(
                Checkout.directory(),
                System.getenv().getOrDefault("NIX_FOR_TESTS_BASH", "\"/bin/bash\""),
                UUID.randomUUID()));
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

  /** As a Nix string. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "\\${") + '"';
  }
}
