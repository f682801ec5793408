package dev.sandboxed.plan;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.Aftermath;
import dev.sandboxed.policy.Identity;
import dev.sandboxed.policy.Workplace;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything one launch does, with a reason for each part. Immutable, and complete: nothing is
 * decided after it.
 *
 * @param isolation the things that the kernel is told to refuse
 * @param command the program and its leading arguments; those of the command line follow
 * @param remarks what a person should know about this plan
 * @param aftermath the things to look at when the session has ended
 */
public record SandboxPlan(
    Workplace workplace,
    Located<NetworkTier> network,
    Isolation isolation,
    PlannedFiles filesystem,
    Environment environment,
    List<String> command,
    List<Remark> remarks,
    Aftermath aftermath) {

  public SandboxPlan {
    command = List.copyOf(command);
    remarks = List.copyOf(remarks);
  }

  /** The same with another command. */
  public SandboxPlan running(List<String> other) {
    return new SandboxPlan(
        workplace, network, isolation, filesystem, environment, other, remarks, aftermath);
  }

  /**
   * The same for somebody whose numbers inside are others; only the files that name the person
   * differ.
   */
  public SandboxPlan seenAs(int uid, int gid) {
    Workplace seen = workplace.seenAs(uid, gid);
    return new SandboxPlan(
        seen,
        network,
        isolation,
        filesystem.with(EtcFiles.people(seen.identity())),
        environment,
        command,
        remarks,
        aftermath);
  }

  public Identity identity() {
    return workplace.identity();
  }

  public Path project() {
    return workplace.project();
  }

  /** The contents of the {@link MountStep.PlanFile}s, by name. */
  public Map<String, String> files() {
    return filesystem.contents();
  }

  /** The mounts, in the order they are made. */
  public List<MountStep> mounts() {
    return filesystem.mounts();
  }

  /** The mounts by their paths; made anew with every call. */
  public MountTree mountTree() {
    return new MountTree(mounts());
  }

  /** The steps of one kind, in order. */
  public <T extends MountStep> List<T> mounts(Class<T> kind) {
    return mounts().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
