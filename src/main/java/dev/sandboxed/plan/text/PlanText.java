package dev.sandboxed.plan.text;

import dev.sandboxed.environment.ShellHook;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.ConfigurationCopies;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A plan in words. */
public final class PlanText {

  // Two lines of a terminal: people read an audit before every launch only if it is short.
  private static final int LONGEST_NOTE = 150;

  // A repository with submodules has a hundred, and nobody would read any of them.
  private static final int MOST_PATHS = 12;

  private final SandboxPlan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(SandboxPlan plan) {
    this.plan = plan;
  }

  /** The short audit before a launch. */
  public static String audit(SandboxPlan plan) {
    PlanText text = new PlanText(plan);
    text.summary(LONGEST_NOTE, MOST_PATHS);
    return text.text.toString();
  }

  /** The whole plan: every mount and every variable with its reason. */
  public static String full(SandboxPlan plan) {
    PlanText text = new PlanText(plan);
    text.summary(Integer.MAX_VALUE, Integer.MAX_VALUE);
    text.blocked();
    text.mounts();
    text.text.append(IsolationText.of(plan.isolation()));
    text.environment();
    text.shellHook();
    return text.text.toString();
  }

  private void summary(int longestNote, int mostPaths) {
    text.append("sandboxed: ")
        .append(plan.workplace().agent())
        .append(" in ")
        .append(line(plan.project()))
        .append('\n');
    row("profile", String.join(" < ", plan.workplace().profiles()));
    row("network", plan.network().value().word() + ": " + plan.network().value().describe());
    network();
    row("writable", paths(plan, PlanText::writable, mostPaths));
    row("masked", paths(plan, PlanText::masked, mostPaths));
    row("protected", paths(plan, plan.mountTree()::isProtected, mostPaths));
    row("devices", paths(plan, MountStep.Device.class::isInstance, mostPaths));
    row("passed", String.join(" ", plan.environment().passedNames()));
    if (plan.filesystem().storePaths() > 0) {
      row(
          "store",
          plan.filesystem().storePaths()
              + " paths, "
              + ByteCount.text(plan.filesystem().storeBytes()));
    }
    plan.remarks().forEach(remark -> row("note", shortened(remark.describe(), longestNote)));
  }

  private void network() {
    switch (plan.network().value()) {
      case NetworkTier.InternetOnly internet -> {
        row(
            "blocked",
            "private, link-local, multicast and reserved addresses" + ofThisHost(internet));
        row("reach", each(internet.reach()));
        row("published", each(internet.publish()));
      }
      case NetworkTier.Full full -> {}
      case NetworkTier.None none -> {}
    }
  }

  private static String ofThisHost(NetworkTier.InternetOnly internet) {
    return internet.blocked().stream()
        .filter(NetworkTier.BlockedRange::ofThisHost)
        .map(blocked -> ", " + blocked.range())
        .collect(Collectors.joining());
  }

  private static <T> String each(List<Located<T>> values) {
    return values.stream().map(value -> value.value().toString()).collect(Collectors.joining(", "));
  }

  private void blocked() {
    if (!(plan.network().value() instanceof NetworkTier.InternetOnly internet)) {
      return;
    }
    text.append("\nblocked in the sandbox's network, ").append(internet.subnet()).append('\n');
    for (NetworkTier.BlockedRange blocked : internet.blocked()) {
      // As wide as the longest range of IPv4.
      text.append(String.format(Locale.ROOT, "  %-18s  %s\n", blocked.range(), blocked.why()));
    }
    internet.reach().forEach(hole -> reason("except " + hole.value(), hole.origin()));
    internet.publish().forEach(port -> reason("published " + port.value(), port.origin()));
  }

  private void reason(String what, Origin origin) {
    text.append("  ")
        .append(what)
        .append("  (")
        .append(Printable.line(origin.describe()))
        .append(")\n");
  }

  private static String shortened(String remark, int longest) {
    return remark.length() <= longest
        ? remark
        : remark.substring(0, longest) + "… (--dry-run shows all of it)";
  }

  private void row(String label, String value) {
    if (!value.isEmpty()) {
      // As wide as the longest label.
      text.append(String.format(Locale.ROOT, "  %-9s  %s\n", label, Printable.line(value)));
    }
  }

  private static String paths(SandboxPlan plan, Predicate<MountStep> which, int most) {
    List<String> names =
        plan.mounts().stream().filter(which).map(step -> shortened(plan, step.path())).toList();
    String shown = String.join(", ", names.subList(0, Math.min(most, names.size())));
    int more = names.size() - most;
    return more > 0 ? shown + " and %d more, see --dry-run".formatted(more) : shown;
  }

  /** Git's own copies are named where their files are. */
  private static boolean writable(MountStep step) {
    return step instanceof MountStep.WritableBind
        && !step.path().equals(ConfigurationCopies.INSIDE);
  }

  private static boolean masked(MountStep step) {
    return step instanceof MountStep.MaskedFile
        || step instanceof MountStep.MaskedDirectory
        || step instanceof MountStep.PartlyMasked;
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

  private static String shortened(SandboxPlan plan, Path path) {
    if (path.startsWith(plan.project()) && !path.equals(plan.project())) {
      return plan.project().relativize(path).toString();
    }
    Path home = plan.identity().home();
    return path.startsWith(home) && !path.equals(home)
        ? "~/" + home.relativize(path)
        : path.toString();
  }

  private static String line(Path path) {
    return Printable.line(path.toString());
  }
}
