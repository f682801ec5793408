package dev.sandboxed.cli;

import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.Audit;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.problem.Columns;
import java.util.List;
import java.util.Locale;

/** Lays an audit out for a terminal: in its columns, with what counts in colour. */
final class AuditScreen {

  private static final int INDENT = 13;

  // In fewer columns than this, the indent would leave no room for words.
  private static final int FEWEST = 30;

  private static final String HINT = " (--audit)";

  private final Colours colours;
  private final int columns;

  AuditScreen(Colours colours, int columns) {
    this.colours = colours;
    this.columns = Math.max(columns, FEWEST);
  }

  /** All of it. */
  String whole(SandboxPlan plan) {
    StringBuilder text = new StringBuilder(colours.bold(place(plan), true)).append('\n');
    for (Audit.Row row : Audit.rows(plan)) {
      String label = String.format(Locale.ROOT, "  %-9s  ", row.label());
      List<String> lines = Columns.wrapped(row.value(), columns - INDENT);
      for (int at = 0; at < lines.size(); at++) {
        text.append(at == 0 ? label : " ".repeat(INDENT))
            .append(coloured(lines.get(at), row.weight()))
            .append('\n');
      }
    }
    return text.toString();
  }

  /**
   * One line, if it fits into one, for a plan that the person knows; how to see all of it is said
   * where there is room.
   */
  String unchanged(SandboxPlan plan) {
    List<Audit.Row> rows = Audit.inShort(plan);
    String beginning = place(plan) + " as before:";
    StringBuilder text = new StringBuilder(beginning);
    int used = Columns.width(beginning);
    for (int at = 0; at < rows.size(); at++) {
      Audit.Row row = rows.get(at);
      String comma = at == rows.size() - 1 ? "" : ",";
      int needed = 1 + Columns.width(row.value() + comma);
      if (used + needed > columns) {
        text.append("\n ");
        used = 1;
      }
      text.append(' ').append(coloured(row.value(), row.weight())).append(comma);
      used += needed;
    }
    return text + (used + Columns.width(HINT) > columns ? "" : HINT) + "\n";
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
}
