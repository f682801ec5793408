package dev.sandboxed.cli.learn;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.learn.Machine;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This machine, and what a plan gives of it, without the wider view and with it. */
final class PlanMachine implements Machine {

  private final Inquiry inquiry;
  private final SandboxPlan plan;
  private final MountTree tree;
  private final MountTree recorded;

  /**
   * A machine as two plans have it.
   *
   * @param plan what is given without the wider view
   * @param recorded what the recorded session saw
   */
  PlanMachine(Inquiry inquiry, SandboxPlan plan, SandboxPlan recorded) {
    this.inquiry = inquiry;
    this.plan = plan;
    this.tree = plan.mountTree();
    this.recorded = recorded.mountTree();
  }

  @Override
  public Path home() {
    return plan.identity().home();
  }

  @Override
  public Path project() {
    return plan.project();
  }

  @Override
  public Given given(Path path) {
    return given(tree, path);
  }

  @Override
  public Given shown(Path path) {
    return given(recorded, path);
  }

  @Override
  public List<Path> closedIn(Path directory) {
    return recorded.mountedIn(directory).stream()
        .filter(step -> given(step, step.path()) == Given.CLOSED)
        .map(MountStep::path)
        .toList();
  }

  private static Given given(MountTree tree, Path path) {
    return tree.deepest(path).map(step -> given(step, path)).orElse(Given.NOTHING);
  }

  private static Given given(MountStep step, Path path) {
    return switch (step) {
      case MountStep.WritableBind _, MountStep.Anchor _, MountStep.OwnCopy _ -> Given.WRITABLE;
      case MountStep.ReadOnlyBind _, MountStep.PlanFile _, MountStep.PartlyMasked _ ->
          Given.READABLE;
      case MountStep.Symlink _, MountStep.Proc _, MountStep.Dev _, MountStep.Device _ ->
          Given.READABLE;
      case MountStep.Socket _ -> Given.READABLE;
      case MountStep.MaskedFile _, MountStep.MaskedDirectory _ -> Given.CLOSED;
      case MountStep.SealedDirectory _ -> step.path().equals(path) ? Given.READABLE : Given.NOTHING;
      case MountStep.Tmpfs _ -> step.path().equals(path) ? Given.READABLE : Given.NOTHING;
    };
  }

  @Override
  public Kind kind(Path path) {
    try {
      Entry entry = inquiry.at(path);
      return entry.isDirectory() ? Kind.DIRECTORY : entry.isFile() ? Kind.FILE : Kind.OTHER;
    } catch (IOException gone) {
      return Kind.OTHER;
    }
  }

  @Override
  public Optional<Path> real(Path path) {
    try {
      return Optional.of(inquiry.real(path));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<List<Path>> below(Path directory, int most) {
    List<Path> all = new ArrayList<>();
    Deque<Path> next = new ArrayDeque<>(List.of(directory));
    try {
      while (!next.isEmpty()) {
        for (Map.Entry<Path, Entry.Kind> entry : inquiry.entries(next.pop()).entrySet()) {
          all.add(entry.getKey());
          if (entry.getValue() == Entry.Kind.DIRECTORY) {
            next.push(entry.getKey());
          }
        }
        if (all.size() > most) {
          return Optional.empty();
        }
      }
      return Optional.of(all);
    } catch (IOException closed) {
      return Optional.empty();
    }
  }
}
