package dev.sandboxed.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words after {@code run}, divided between us and the agent.
 *
 * @param agent the agent's name; empty for a command of the person's own
 * @param options ours, with their values
 * @param agentWords the agent's, untouched
 */
record RunWords(Optional<String> agent, List<String> options, List<String> agentWords) {

  RunWords {
    options = List.copyOf(options);
    agentWords = List.copyOf(agentWords);
  }

  /**
   * Divides. The first word that is neither an option of ours nor an option's value nor the agent's name ends ours; so
   * does {@code --}, which is nobody's.
   */
  static RunWords divide(List<String> words, CommandSpec spec) {
    Optional<String> agent = Optional.empty();
    List<String> options = new ArrayList<>();
    int next = 0;
    while (next < words.size()) {
      String word = words.get(next);
      if (word.equals("--")) {
        next++;
        break;
      }
      int equals = word.indexOf('=');
      OptionSpec option = spec.findOption(equals < 0 ? word : word.substring(0, equals));
      if (option != null) {
        options.add(word);
        // An option whose value may be left out takes it after an equals sign only.
        if (equals < 0 && option.arity().min() > 0 && next + 1 < words.size()) {
          next++;
          options.add(words.get(next));
        }
      } else if (agent.isEmpty() && !word.startsWith("-")) {
        agent = Optional.of(word);
      } else {
        break;
      }
      next++;
    }
    return new RunWords(agent, options, words.subList(next, words.size()));
  }
}
