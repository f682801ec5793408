package dev.sandboxed.plan.text;

import dev.sandboxed.environment.PassRules;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.environment.VariableGlob;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what a plan does with a path, a variable or an address, and which rule decided that. */
public final class Explanation {

  // A word like this is taken for a variable, although a relative path could look the same.
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");

  // bwrap(1), --dev; shm is a directory of the sandbox's own.
  private static final Set<String> DEVICES =
      Set.of(
          "null", "zero", "full", "random", "urandom", "tty", "console", "ptmx", "pts", "shm", "fd",
          "stdin", "stdout", "stderr", "core");

  private Explanation() {}

  /**
   * One paragraph per subject.
   *
   * @param exists whether there is something at a path on the host, which tells a file from a host
   *     that could have the same name
   */
  public static String of(
      SandboxPlan plan, List<String> subjects, Path workingDirectory, Predicate<Path> exists) {
    return subjects.stream()
        .map(subject ->
            AddressExplanation.of(plan, subject)
                .or(() ->
                    exists.test(workingDirectory.resolve(subject))
                        ? Optional.empty()
                        : HostExplanation.of(plan, subject))
                .orElseGet(() -> fileOrVariable(plan, subject, workingDirectory)))
        .collect(Collectors.joining());
  }

  private static String fileOrVariable(SandboxPlan plan, String subject, Path workingDirectory) {
    return VARIABLE.matcher(subject).matches()
        ? variable(plan, subject)
        : path(plan, subject, workingDirectory);
  }

  private static String path(SandboxPlan plan, String subject, Path workingDirectory) {
    String home = plan.identity().home().toString();
    String expanded =
        subject.equals("~") || subject.startsWith("~/") ? home + subject.substring(1) : subject;
    Path path = workingDirectory.resolve(expanded).normalize();
    Optional<MountStep> decides = plan.mountTree().deepest(path);
    String what =
        IsolationText.deciding(plan.isolation(), path)
            // It is made after all mounts, so only a deeper mount can be seen below it.
            .filter(
                covered -> decides.filter(step -> isDeeper(step.path(), covered.path())).isEmpty())
            .map(covered -> decided(covered.describe(), covered.path(), covered.origin(), path))
            .orElseGet(() -> mounted(decides, path));
    return Printable.line(subject) + ": " + what + "\n";
  }

  private static boolean isDeeper(Path one, Path other) {
    return one.getNameCount() > other.getNameCount();
  }

  private static String mounted(Optional<MountStep> decides, Path path) {
    return decides
        .map(step ->
            isAbsent(step, path)
                ? "not visible: nothing grants it\n  "
                    + Printable.line(step.path() + " is " + step.describe())
                    + Printable.line("  (" + step.origin().describe() + ")")
                : decided(step.describe(), step.path(), step.origin(), path))
        .orElse("not visible: nothing grants it");
  }

  private static String decided(String what, Path by, Origin origin, Path path) {
    return Printable.line(what)
        + Printable.line(by.equals(path) ? "" : ", with " + by)
        + "\n  "
        + Printable.line(origin.describe());
  }

  /**
   * Something inside a directory that starts empty is not there, whatever the host has at that
   * path; nor is a device that bubblewrap does not make.
   */
  private static boolean isAbsent(MountStep step, Path path) {
    if (step.path().equals(path)) {
      return false;
    }
    return step instanceof MountStep.Tmpfs
        || (step instanceof MountStep.Dev
            && !DEVICES.contains(path.getName(step.path().getNameCount()).toString()));
  }

  private static String variable(SandboxPlan plan, String name) {
    for (Variable variable : plan.environment().variables()) {
      if (variable instanceof Variable.Set set && set.name().equals(name)) {
        return name
            + ": set to "
            + Printable.line(set.value())
            + "\n  "
            + set.origin().describe()
            + "\n";
      }
    }
    if (PassRules.of(plan.environment().variables()).passing(List.of(name)).isEmpty()) {
      return name + ": not passed\n  no rule names it\n";
    }
    Variable rule =
        plan.environment().variables().stream()
            .filter(variable ->
                variable instanceof Variable.Pass pass && VariableGlob.matches(pass.glob(), name))
            // As in the rules, a full name comes before every glob.
            .min(Comparator.comparing(Explanation::isGlob))
            .orElseThrow();
    String now =
        plan.environment().passedNames().contains(name)
            ? "passed"
            : "passed when it is set; it is not now";
    return name + ": " + now + "\n  " + rule.origin().describe() + "\n";
  }

  private static boolean isGlob(Variable variable) {
    return variable instanceof Variable.Pass pass && !VariableGlob.isName(pass.glob());
  }
}
