package dev.sandboxed.cli;

import dev.sandboxed.review.ContentDiff;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * Colours for the terminal, used only if it supports them and the person has not set NO_COLOR
 * (no-color.org).
 */
record Colours(Map<String, String> environment) {

  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String CYAN = "\u001b[36m";
  private static final String PLAIN = "\u001b[0m";

  Colours {
    environment = Map.copyOf(environment);
  }

  /** Text for the error output, in bold if that is a terminal. */
  String bold(String text, boolean terminal) {
    return in(BOLD, text, terminal);
  }

  /** Text for the error output, in red if that is a terminal. */
  String red(String text, boolean terminal) {
    return in(RED, text, terminal);
  }

  /** Text for the error output, in yellow if that is a terminal. */
  String yellow(String text, boolean terminal) {
    return in(YELLOW, text, terminal);
  }

  /** A row of a diff for the error output, as git shows it, if that is a terminal. */
  String diff(ContentDiff.Row row, boolean terminal) {
    return switch (row.kind()) {
      case FILE -> in(BOLD, row.text(), terminal);
      case PLACE -> in(CYAN, row.text(), terminal);
      case REMOVED -> in(RED, row.text(), terminal);
      case ADDED -> in(GREEN, row.text(), terminal);
      case SAME, NOTE -> row.text();
    };
  }

  private String in(String colour, String text, boolean terminal) {
    return terminal && areWelcome() ? colour + text + PLAIN : text;
  }

  /** The setting for picocli, which checks by itself whether standard output is a terminal. */
  Ansi ofHelp() {
    return areWelcome() ? Ansi.AUTO : Ansi.OFF;
  }

  private boolean areWelcome() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }
}
