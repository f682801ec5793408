package dev.sandboxed.nix;

import java.util.List;

/**
 * One run of Nix.
 *
 * @param step what messages call it, for example {@code build .#tool}
 * @param remedy what they can do when it fails, said after its last words
 * @param tracer the words of a program that runs Nix and watches it; empty for none
 * @param arguments of nix itself
 */
record NixRun(
    Confinement confinement,
    String step,
    String remedy,
    List<String> tracer,
    List<String> arguments) {

  NixRun {
    tracer = List.copyOf(tracer);
    arguments = List.copyOf(arguments);
  }

  /** One that a person can repeat by hand. */
  static NixRun repeatable(Confinement.Leashed leashed, String step, List<String> arguments) {
    String again = "nix %s   (in %s)".formatted(step, leashed.directory());
    return new NixRun(leashed, step, "To see all of its output: " + again, List.of(), arguments);
  }
}
