package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.PlanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mounts that keep something from the agent in directories that it sees: masks, and read-only
 * places below writable ones. A host program that replaces such a file drops the mount, so the
 * launcher checks whether they are still there.
 */
final class HeldMounts {

  // No session can write there, and there can be thousands.
  private static final Path STORE = Path.of("/nix/store");

  private HeldMounts() {}

  /**
   * Three words for each: {@code masked} or {@code protected}, the path as mountinfo has it, and
   * the path as a person knows it.
   */
  static List<String> words(SandboxPlan plan) {
    List<String> words = new ArrayList<>();
    MountTree tree = plan.mountTree();
    for (MountStep step : plan.mounts()) {
      if (plan.aftermath().replaceable().contains(step.path())) {
        continue;
      }
      kept(step, tree.above(step))
          .ifPresent(kind ->
              words.addAll(List.of(kind, listed(step.path()), PlanText.shown(plan, step.path()))));
    }
    return words;
  }

  /**
   * What is shown of this host: the path of each mount, which is the same on the host, as mountinfo
   * has it. Another session may be able to write around any of them, in its project or by a grant
   * that this one has not; bubblewrap follows a symlink that it has put there since the plan was
   * made.
   */
  static List<String> bound(SandboxPlan plan) {
    return plan.mounts().stream()
        .filter(step -> MountTree.source(step, step.path()).filter(step.path()::equals).isPresent())
        .map(MountStep::path)
        .filter(path -> !path.startsWith(STORE))
        .map(HeldMounts::listed)
        .toList();
  }

  private static Optional<String> kept(MountStep step, Optional<MountStep> above) {
    boolean writable = above.filter(MountTree::isWritable).isPresent();
    boolean bound = writable || above.filter(MountStep.ReadOnlyBind.class::isInstance).isPresent();
    return switch (step) {
      case MountStep.MaskedFile masked when bound -> Optional.of("masked");
      case MountStep.MaskedDirectory masked when bound -> Optional.of("masked");
      case MountStep.PartlyMasked masked when bound -> Optional.of("masked");
      case MountStep.ReadOnlyBind bind when writable -> Optional.of("protected");
      case MountStep.PlanFile file when writable -> Optional.of("protected");
      case MountStep.OwnCopy copy when writable -> Optional.of("protected");
      case MountStep.MaskedFile masked -> Optional.empty();
      case MountStep.MaskedDirectory masked -> Optional.empty();
      case MountStep.ReadOnlyBind bind -> Optional.empty();
      case MountStep.PlanFile file -> Optional.empty();
      case MountStep.OwnCopy copy -> Optional.empty();
      // It exists only for the mounts in it, which go with it.
      case MountStep.Anchor anchor -> Optional.empty();
      case MountStep.WritableBind bind -> Optional.empty();
      case MountStep.Tmpfs tmpfs -> Optional.empty();
      case MountStep.SealedDirectory sealed -> Optional.empty();
      case MountStep.Symlink link -> Optional.empty();
      case MountStep.Proc proc -> Optional.empty();
      case MountStep.PartlyMasked masked -> Optional.empty();
      case MountStep.Dev dev -> Optional.empty();
      case MountStep.Device device -> Optional.empty();
      case MountStep.Socket socket -> Optional.empty();
    };
  }

  /** The same among the options of a file system, where commas and equals signs separate. */
  static String option(Path path) {
    return listed(path).replace(",", "\\054").replace("=", "\\075");
  }

  /** proc(5): the kernel writes these as a backslash and three octal digits. */
  static String listed(Path path) {
    return path.toString()
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
