package dev.sandboxed.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Candidates in the words that the completion scripts have for them. */
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

  /** The patterns of a {@code case} over commands and their options, by what it comes to. */
  static Map<String, String> valuesByOptions(CompletionTable table) {
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
