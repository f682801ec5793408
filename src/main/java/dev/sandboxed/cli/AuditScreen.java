package dev.sandboxed.cli;

import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.Audit;
import dev.sandboxed.plan.text.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lays an audit out for a terminal: in 80 columns, with what counts in colour. */
final class AuditScreen {

  // No terminal is narrower that anybody works in, and lines are read best at this length. To ask
  // for the width would take a process.
  private static final int COLUMNS = 80;

  private static final int INDENT = 13;

  private final Colours colours;

  AuditScreen(Colours colours) {
    this.colours = colours;
  }

  /** All of it. */
  String whole(SandboxPlan plan) {
    StringBuilder text = new StringBuilder(colours.bold(place(plan), true)).append('\n');
    for (Audit.Row row : Audit.rows(plan)) {
      String label = String.format(Locale.ROOT, "  %-9s  ", row.label());
      List<String> lines = wrapped(row.value(), COLUMNS - INDENT);
      for (int at = 0; at < lines.size(); at++) {
        text.append(at == 0 ? label : " ".repeat(INDENT))
            .append(coloured(lines.get(at), row.weight()))
            .append('\n');
      }
    }
    return text.toString();
  }

  /** One line, for a plan that the person knows; how to see all of it is said where it fits. */
  String unchanged(SandboxPlan plan) {
    String beginning = place(plan) + " as before: ";
    List<Audit.Row> rows = Audit.inShort(plan);
    String plain = rows.stream().map(Audit.Row::value).collect(Collectors.joining(", "));
    String hint = " (--audit)";
    return beginning
        + rows.stream()
            .map(row -> coloured(row.value(), row.weight()))
            .collect(Collectors.joining(", "))
        + (width(beginning + plain + hint) > COLUMNS ? "" : hint)
        + "\n";
  }

  private static String place(SandboxPlan plan) {
    return "sandboxed: " + plan.workplace().agent() + " in " + PlanText.shown(plan, plan.project());
  }

  private String coloured(String text, Audit.Weight weight) {
    return switch (weight) {
      case PLAIN -> text;
      case STRONG -> colours.bold(text, true);
      case ALARM -> colours.red(text, true);
      case NOTE -> colours.yellow(text, true);
    };
  }

  /** Breaks at blanks. A word that is longer than a line stays whole, so that it can be copied. */
  private static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static int width(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }
}
