package dev.sandboxed.nix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Flakes that tests write: for a dev shell, Nix needs nothing but a program named bash. */
public final class Flakes {

  private Flakes() {}

  /** Writes a file, and the directories above it. */
  public static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  /**
   * A flake whose dev shell has one more variable.
   *
   * @param inputs the flake's inputs, as Nix
   * @param arguments of its outputs, for example {@code self, other}
   * @param variable what {@code VARIABLE} is, as Nix
   */
  public static Path project(Path directory, String inputs, String arguments, String variable)
      throws IOException {
    String bash = Files.readString(Path.of("tests/fixtures/devshell/builder.nix")).strip();
    String builder = System.getenv().getOrDefault("NIX_FOR_TESTS_BASH", bash);
    write(directory.resolve("stdenv/setup"), Files.readString(setup()));
    write(
        directory.resolve("flake.nix"),
        """
        {
          inputs = %s;
          outputs = { %s, ... }:
            let
              shell = system: derivation {
                name = "shell";
                inherit system;
                builder = %s;
                outputs = [ "out" ];
                stdenv = builtins.path { name = "stdenv"; path = ./stdenv; };
                VARIABLE = %s;
              };
            in {
              devShells.x86_64-linux.default = shell "x86_64-linux";
              devShells.aarch64-linux.default = shell "aarch64-linux";
            };
        }
        """
            .formatted(inputs, arguments, builder, variable));
    return directory;
  }

  /** Locks its only input, {@code dep}, to an archive that is not a flake. */
  public static void lock(Path directory, String url, String hash) throws IOException {
    write(
        directory.resolve("flake.lock"),
        """
        { "nodes": {
            "dep": { "flake": false,
              "locked": { "type": "tarball", "url": "%1$s", "narHash": "%2$s" },
              "original": { "type": "tarball", "url": "%1$s" } },
            "root": { "inputs": { "dep": "dep" } } },
          "root": "root", "version": 7 }
        """
            .formatted(url, hash));
  }

  public static Path project(Path directory, String variable) throws IOException {
    return project(directory, "{ }", "self", variable);
  }

  private static Path setup() {
    return Path.of("tests/fixtures/devshell/stdenv/setup");
  }
}
