package dev.sandboxed.plan.text;

import dev.sandboxed.environment.PassRules;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.environment.VariableGlob;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
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
    return all(plan, subjects, workingDirectory, exists).stream()
        .map(Explained::text)
        .collect(Collectors.joining());
  }

  /** The same, for a program. */
  public static List<Explained> all(
      SandboxPlan plan, List<String> subjects, Path workingDirectory, Predicate<Path> exists) {
    return subjects.stream()
        .map(subject ->
            AddressExplanation.of(plan, subject)
                .or(() ->
                    exists.test(workingDirectory.resolve(subject))
                        ? Optional.empty()
                        : HostExplanation.of(plan, subject))
                .orElseGet(() -> fileOrVariable(plan, subject, workingDirectory)))
        .toList();
  }

  private static Explained fileOrVariable(SandboxPlan plan, String subject, Path workingDirectory) {
    return VARIABLE.matcher(subject).matches()
        ? variable(plan, subject)
        : path(plan, subject, workingDirectory);
  }

  private static Explained path(SandboxPlan plan, String subject, Path workingDirectory) {
    String home = plan.identity().home().toString();
    String expanded =
        subject.equals("~") || subject.startsWith("~/") ? home + subject.substring(1) : subject;
    Path path = workingDirectory.resolve(expanded).normalize();
    Optional<MountStep> decides = plan.mountTree().deepest(path);
    return IsolationText.deciding(plan.isolation(), path)
        // It is made after all mounts, so only a deeper mount can be seen below it.
        .filter(covered -> decides.filter(step -> isDeeper(step.path(), covered.path())).isEmpty())
        .map(covered ->
            new Explained(
                subject,
                "path",
                access(covered),
                covered.describe() + with(covered.path(), path),
                covered.origin().describe()))
        .orElseGet(() -> mounted(plan, subject, decides, path));
  }

  private static String access(KernelPath covered) {
    return switch (covered) {
      case KernelPath.HiddenFile _, KernelPath.HiddenDirectory _ -> "masked";
      case KernelPath.ReadOnly _ -> "read-only";
      case KernelPath.FixedDevice _ -> "device";
    };
  }

  private static boolean isDeeper(Path one, Path other) {
    return one.getNameCount() > other.getNameCount();
  }

  private static Explained mounted(
      SandboxPlan plan, String subject, Optional<MountStep> decides, Path path) {
    Optional<MountStep.Socket> elsewhere =
        plan.mounts(MountStep.Socket.class).stream()
            .filter(socket -> socket.source().equals(path) && !socket.path().equals(path))
            .findFirst();
    if (elsewhere.isPresent()) {
      return new Explained(
          subject,
          "path",
          answer(elsewhere.get()),
          "inside it is " + elsewhere.get().path(),
          elsewhere.get().origin().describe());
    }
    if (decides.filter(step -> !isAbsent(step, path)).isEmpty()) {
      return new Explained(
          subject,
          "path",
          "absent",
          "not visible: nothing grants it",
          decides
              .map(step ->
                  step.path() + " is " + step.describe() + "  (" + step.origin().describe() + ")")
              .orElse(""));
    }
    MountStep step = decides.orElseThrow();
    return new Explained(
        subject,
        "path",
        answer(step),
        step.describe()
            + with(step.path(), path)
            + plan.aftermath().traps().about(path).map(words -> "; " + words).orElse(""),
        step.origin().describe());
  }

  private static String with(Path by, Path path) {
    return by.equals(path) ? "" : ", with " + by;
  }

  private static String answer(MountStep step) {
    return switch (step) {
      case MountStep.WritableBind _, MountStep.Anchor _, MountStep.OwnCopy _ -> "writable";
      case MountStep.ReadOnlyBind _, MountStep.PlanFile _, MountStep.PartlyMasked _ -> "read-only";
      case MountStep.MaskedFile _, MountStep.MaskedDirectory _ -> "masked";
      case MountStep.Tmpfs _, MountStep.SealedDirectory _ -> "empty";
      case MountStep.Symlink _ -> "link";
      case MountStep.Proc _ -> "processes";
      case MountStep.Dev _, MountStep.Device _ -> "device";
      case MountStep.Socket _ -> "socket";
    };
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
        || step instanceof MountStep.SealedDirectory
        || (step instanceof MountStep.Dev
            && !DEVICES.contains(path.getName(step.path().getNameCount()).toString()));
  }

  private static Explained variable(SandboxPlan plan, String name) {
    for (Variable variable : plan.environment().variables()) {
      if (variable instanceof Variable.Set set && set.name().equals(name)) {
        return new Explained(
            name,
            "variable",
            "set",
            "set to " + set.value() + placeholder(plan, name),
            set.origin().describe());
      }
    }
    Optional<Variable> out =
        plan.environment().variables().stream()
            .filter(
                variable -> variable instanceof Variable.KeptOut kept && kept.name().equals(name))
            .findFirst();
    if (out.isPresent()) {
      return new Explained(name, "variable", "absent", "not passed", out.get().origin().describe());
    }
    if (PassRules.of(plan.environment().variables()).passing(List.of(name)).isEmpty()) {
      return new Explained(name, "variable", "absent", "not passed", "no rule names it");
    }
    Variable rule =
        plan.environment().variables().stream()
            .filter(variable ->
                variable instanceof Variable.Pass pass && VariableGlob.matches(pass.glob(), name))
            // As in the rules, a full name comes before every glob.
            .min(Comparator.comparing(Explanation::isGlob))
            .orElseThrow();
    boolean now = plan.environment().passedNames().contains(name);
    return new Explained(
        name,
        "variable",
        now ? "passed" : "unset",
        now ? "passed" : "passed when it is set; it is not now",
        rule.origin().describe());
  }

  /** What becomes of a placeholder, in words for the end of a sentence. */
  private static String placeholder(SandboxPlan plan, String variable) {
    return plan.network().value() instanceof NetworkTier.Allowlist allowlist
        ? allowlist
            .credentials()
            .of(variable)
            .map(one -> ", a placeholder: the real value stays outside, for " + one.describe())
            .orElse("")
        : "";
  }

  private static boolean isGlob(Variable variable) {
    return variable instanceof Variable.Pass pass && !VariableGlob.isName(pass.glob());
  }
}
