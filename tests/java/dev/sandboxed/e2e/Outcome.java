package dev.sandboxed.e2e;

import java.util.List;

/** What a program left behind when it ended. */
record Outcome(List<String> command, int exit, String out, String err) {

  Outcome {
    command = List.copyOf(command);
  }

  String describe() {
    return String.join(" ", command)
        + "\nexit "
        + exit
        + "\n--- stdout\n"
        + out
        + "\n--- stderr\n"
        + err;
  }
}
