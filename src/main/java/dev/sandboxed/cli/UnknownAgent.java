package dev.sandboxed.cli;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.planning.AllowWords;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import java.util.stream.Collectors;

/** A word where an agent's name belongs. */
final class UnknownAgent {

  private UnknownAgent() {}

  /**
   * Says how a program is run, if the first word is one.
   *
   * @param words the program and its arguments
   * @param kind what there is none of
   */
  static void refuseProgram(Inquiry inquiry, List<String> words, String kind) {
    String name = words.getFirst();
    if (Programs.on(inquiry, inquiry.variable("PATH").orElse("")).find(name).isPresent()) {
      throw new UserFailure(
          Problem.of(
              "agent.program",
              "there is no " + kind + " " + Quoted.of(name) + ", but a program",
              "to run it in a sandbox: sandboxed run -- "
                  + words.stream().map(AllowWords::quoted).collect(Collectors.joining(" "))));
    }
  }
}
