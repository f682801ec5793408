package dev.sandboxed.plan.text;

import dev.sandboxed.environment.ShellHook;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A plan in words. */
public final class PlanText {

  private final SandboxPlan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(SandboxPlan plan) {
    this.plan = plan;
  }

  /** The short audit before a launch, a line for each row. */
  public static String audit(SandboxPlan plan) {
    PlanText text = new PlanText(plan);
    text.summary(Audit.rows(plan));
    return text.text.toString();
  }

  /** The whole plan: every mount and every variable with its reason. */
  public static String full(SandboxPlan plan) {
    return full(plan, UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param words spells what is said to the person; what the plan holds stays as it is
   */
  public static String full(SandboxPlan plan, UnaryOperator<String> words) {
    PlanText summary = new PlanText(plan);
    summary.summary(Audit.wholeRows(plan));
    PlanText text = new PlanText(plan);
    text.text.append(words.apply(summary.text.toString()));
    text.blocked();
    text.mounts();
    text.text.append(IsolationText.of(plan.isolation()));
    text.environment();
    text.shellHook();
    return text.text.toString();
  }

  private void summary(List<Audit.Row> rows) {
    text.append("sandboxed: ")
        .append(plan.workplace().agent())
        .append(" in ")
        .append(line(plan.project()))
        .append('\n');
    // As wide as the longest label.
    rows.forEach(
        row -> text.append(String.format(Locale.ROOT, "  %-9s  %s\n", row.label(), row.value())));
  }

  private void blocked() {
    plan.network().value().routed().ifPresent(this::blocked);
    if (plan.network().value() instanceof NetworkTier.Allowlist allowlist) {
      allowlist.hosts().allow().forEach(rule -> reason("allowed " + rule.value(), rule.origin()));
      allowlist.hosts().any().ifPresent(why -> reason("allowed any name", why));
      allowlist.hosts().deny().forEach(rule -> reason("denied " + rule.value(), rule.origin()));
      allowlist
          .credentials()
          .all()
          .forEach(one ->
              reason(one.variable() + " stays outside, for " + one.describe(), one.origin()));
    }
  }

  private void blocked(NetworkTier.InternetOnly internet) {
    text.append("\nblocked in the sandbox's network, ").append(internet.subnet()).append('\n');
    for (NetworkTier.BlockedRange blocked : internet.blocked()) {
      // As wide as the longest range of IPv4.
      text.append(String.format(Locale.ROOT, "  %-18s  %s\n", blocked.range(), blocked.why()));
    }
    internet.reach().forEach(hole -> reason("except " + hole.value(), hole.origin()));
    internet
        .editors()
        .forEach(editor -> reason("except " + editor.value() + " over TCP", editor.origin()));
    internet.publish().forEach(port -> reason("published " + port.value(), port.origin()));
  }

  private void reason(String what, Origin origin) {
    text.append("  ")
        .append(what)
        .append("  (")
        .append(Printable.line(origin.describe()))
        .append(")\n");
  }

  private void mounts() {
    text.append("\nmounts\n");
    for (MountStep step : plan.mounts()) {
      text.append("  ").append(line(step.path())).append('\n');
      text.append("      ")
          .append(Printable.line(step.describe()))
          .append("  (")
          .append(Printable.line(step.origin().describe()))
          .append(")\n");
    }
  }

  private void environment() {
    text.append("\nvariables\n");
    for (Variable variable : plan.environment().variables()) {
      String what =
          switch (variable) {
            case Variable.Set set -> set.name() + "=" + Printable.line(set.value());
            case Variable.KeptOut out -> out.name() + " is not passed";
            case Variable.Pass pass -> pass.glob() + " from the host, if set there";
          };
      text.append("  ")
          .append(what)
          .append("  (")
          .append(Printable.line(variable.origin().describe()))
          .append(")\n");
    }
    List<String> words = new ArrayList<>(plan.command());
    words.add("…");
    text.append("\ncommand\n  ")
        .append(String.join(" ", words.stream().map(Printable::line).toList()))
        .append('\n');
  }

  private void shellHook() {
    plan.environment()
        .hook()
        .map(ShellHook::text)
        .ifPresent(hook -> {
          text.append("\nbefore the command  (")
              .append(Printable.line(hook.origin().describe()))
              .append(")\n");
          hook.value()
              .lines()
              .forEach(line -> text.append("  ").append(Printable.line(line)).append('\n'));
        });
  }

  /**
   * A path as a person knows it, on one line: relative if it is in the project, with a tilde if it
   * is in the home.
   */
  public static String shown(SandboxPlan plan, Path path) {
    return Printable.line(shortened(plan, path));
  }

  static String shortened(SandboxPlan plan, Path path) {
    if (path.startsWith(plan.project()) && !path.equals(plan.project())) {
      return plan.project().relativize(path).toString();
    }
    Path home = plan.identity().home();
    if (path.equals(home)) {
      return "~";
    }
    return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
  }

  private static String line(Path path) {
    return Printable.line(path.toString());
  }
}
