package dev.sandboxed.e2e.world;

import java.util.List;

/** What a program left behind when it ended. */
public record Outcome(List<String> command, int exit, String out, String err) {

  public Outcome {
    command = List.copyOf(command);
  }

  public String describe() {
    return String.join(" ", command)
        + "\nexit "
        + exit
        + "\n--- stdout\n"
        + out
        + "\n--- stderr\n"
        + err;
  }
}
