package dev.sandboxed.watch;

import dev.sandboxed.files.Digest;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.problem.Quoted;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a program that was asked is written down. */
final class CallText {

  private CallText() {}

  /**
   * The words as a shell reads them, then what the answer depends on besides: where it ran, and a
   * digest each of its variables and its input, which may be secret.
   */
  static String of(ProgramCall call) {
    String words = call.words().stream().map(Quoted::forShell).collect(Collectors.joining(" "));
    return words
        + " # "
        + Quoted.forShell(call.directory().toString())
        + " "
        + Digest.of(new TreeMap<>(call.environment()).toString())
        + " "
        + Digest.of(call.input());
  }
}
