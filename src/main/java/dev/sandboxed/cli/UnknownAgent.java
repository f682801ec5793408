package dev.sandboxed.cli;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.planning.AllowWords;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.toml.Suggestion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A word where an agent's name belongs. */
final class UnknownAgent {

  private UnknownAgent() {}

  /** Says which agent was meant, if that is nearer than any command. */
  static void refuseMistyped(ProfileLibrary library, String word, Set<String> commands) {
    List<String> agents =
        library.agents().stream().map(ProfileLibrary.Listing::name).distinct().toList();
    Suggestion.nearest(word, Stream.concat(agents.stream(), commands.stream()).toList())
        .filter(agents::contains)
        .ifPresent(near -> {
          throw new UserFailure(
              Problem.of(
                  "agent.mistyped",
                  "there is no command and no agent " + Quoted.of(word),
                  "did you mean " + near + "? See sandboxed --help"));
        });
  }

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
              "there is no " + kind + " " + Quoted.of(name) + "; it is a program",
              "to run it in a sandbox: sandboxed run -- "
                  + words.stream().map(AllowWords::quoted).collect(Collectors.joining(" "))));
    }
  }
}
