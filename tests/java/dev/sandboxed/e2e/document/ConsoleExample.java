package dev.sandboxed.e2e.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command of a document's {@code console} blocks, and what it prints there.
 *
 * @param line of the command in the document, from 1
 * @param output where {@code …} stands for what is left out: alone on a line for any number of
 *     lines, elsewhere for any part of its line
 */
record ConsoleExample(int line, String command, List<String> output) {

  private static final String LEFT_OUT = "…";
  private static final String PROMPT = "$ ";

  ConsoleExample {
    output = List.copyOf(output);
  }

  /** All examples of a document, in order. */
  static List<ConsoleExample> in(List<String> document) {
    List<ConsoleExample> examples = new ArrayList<>();
    boolean console = false;
    for (int index = 0; index < document.size(); index++) {
      String line = document.get(index);
      if (line.startsWith("```")) {
        console = line.equals("```console");
      } else if (console && line.startsWith(PROMPT)) {
        String command = line.substring(PROMPT.length());
        examples.add(new ConsoleExample(index + 1, command, List.of()));
      } else if (console) {
        examples.add(examples.removeLast().andPrints(line));
      }
    }
    return examples;
  }

  private ConsoleExample andPrints(String next) {
    List<String> longer = new ArrayList<>(output);
    longer.add(next);
    return new ConsoleExample(line, command, longer);
  }

  boolean prints(String text) {
    String lines =
        output.stream()
            .map(line -> line.strip().equals(LEFT_OUT) ? "(?:.*\n)*" : inLine(line) + "\n")
            .collect(Collectors.joining());
    return Pattern.matches(lines, text);
  }

  private static String inLine(String line) {
    return Stream.of(line.split(LEFT_OUT, -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }
}
