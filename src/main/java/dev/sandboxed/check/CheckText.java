package dev.sandboxed.check;

import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.problem.Columns;
import dev.sandboxed.problem.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check found, as a table for people. */
public final class CheckText {

  private static final int COLUMNS = 80;

  private static final int INDENT = 28;

  private static final int MOST_BROKEN = 8;

  private CheckText() {}

  /** What was found out about this machine. */
  public static String machine(List<Finding> findings) {
    StringBuilder text = new StringBuilder("this machine\n");
    for (Finding one : findings) {
      row(
          text,
          one.name(),
          one.state().word(),
          one.remedy().isEmpty() ? List.of(one.text()) : List.of(one.text(), one.remedy()));
    }
    return text.toString();
  }

  /** What came of the promises. */
  public static String promises(SandboxPlan plan, List<Verdict> verdicts) {
    StringBuilder text =
        new StringBuilder(
            "the sandbox of %s in %s\n"
                .formatted(plan.workplace().agent(), PlanText.shown(plan, plan.project())));
    verdicts.forEach(
        verdict -> row(text, verdict.promise().name(), verdict.state().word(), lines(verdict)));
    long failed = count(verdicts, Verdict.State.FAILED);
    long open = count(verdicts, Verdict.State.UNTESTED);
    text.append(
        failed > 0
            ? "%d of %d promises failed\n".formatted(failed, verdicts.size())
            : "%d promises are kept%s\n"
                .formatted(
                    verdicts.size() - open, open > 0 ? ", %d not tested".formatted(open) : ""));
    return text.toString();
  }

  private static long count(List<Verdict> verdicts, Verdict.State state) {
    return verdicts.stream().filter(verdict -> verdict.state() == state).count();
  }

  private static List<String> lines(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    int tried = verdict.tried() + verdict.broken().size();
    lines.add(verdict.promise().text() + (tried == 0 ? "" : " (%d tried)".formatted(tried)));
    verdict.broken().stream()
        .limit(MOST_BROKEN)
        .forEach(
            attempt -> lines.add(attempt.describe() + " (" + attempt.origin().describe() + ")"));
    int more = verdict.broken().size() - MOST_BROKEN;
    if (more > 0) {
      lines.add("and %d more".formatted(more));
    }
    lines.addAll(verdict.open());
    return lines;
  }

  private static void row(StringBuilder text, String name, String state, List<String> lines) {
    boolean first = true;
    for (String line : lines) {
      for (String part : Columns.wrapped(Printable.line(line), COLUMNS - INDENT)) {
        text.append(
            String.format(
                Locale.ROOT, "  %-12s  %-10s  %s\n", first ? name : "", first ? state : "", part));
        first = false;
      }
    }
  }
}
