package dev.sandboxed.cli.shell;

import dev.sandboxed.cli.options.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Candidates in the words that the completion scripts use for them. */
final class ShellWords {

  private ShellWords() {}

  static String of(Candidates candidates) {
    return switch (candidates) {
      case Candidates.None _ -> "none";
      case Candidates.Files _ -> "files";
      case Candidates.Directories _ -> "directories";
      case Candidates.Words words -> "words " + String.join(" ", words.words());
      case Candidates.Names names -> "names " + names.kind();
    };
  }

  /** A function that sets what a program's name stands for. */
  static String programs(CompletionTable table) {
    StringBuilder script =
        new StringBuilder(
            "\n# Sets what a program's name stands for.\n_sandboxed_program() {\n  case $1 in\n");
    table
        .programs()
        .forEach((program, agent) ->
            script.append("    %s) command=run agent=%s ;;\n".formatted(program, agent)));
    return script.append("  esac\n}\n").toString();
  }

  /** A function that sets what the value of a command's option is. */
  static String values(CompletionTable table) {
    StringBuilder script =
        new StringBuilder(
            "\n# Sets what the value of a command's option is.\n_sandboxed_value() {\n  case $1 in\n");
    valuesByOptions(table)
        .forEach(
            (value, options) -> script.append("    %s) value='%s' ;;\n".formatted(options, value)));
    return script.append("    *) value=none ;;\n  esac\n}\n").toString();
  }

  /** The patterns of a {@code case} over commands and their options, by result. */
  private static Map<String, String> valuesByOptions(CompletionTable table) {
    Map<String, List<String>> options = new TreeMap<>();
    for (CompletionTable.Entry entry : table.entries()) {
      for (CompletionTable.Choice option : entry.options()) {
        if (!(option.candidates() instanceof Candidates.None)) {
          options
              .computeIfAbsent(of(option.candidates()), _ -> new ArrayList<>())
              .add("'" + entry.path() + " " + option.word() + "'");
        }
      }
    }
    return options.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> String.join(" | ", entry.getValue()),
                (one, _) -> one,
                TreeMap::new));
  }
}
