package dev.sandboxed.export.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person says about a cluster that is not in a plan.
 *
 * @param kind of object
 * @param name of the objects; that of the agent, if empty
 * @param image the agent's
 * @param project where the project comes from
 * @param secret the name of a Secret that has the values of variables, by their names
 * @param variables those whose values it has
 * @param runtimeClass what runs the pod, if not the cluster's usual runtime
 * @param seccomp a profile on each node, below the kubelet's directory for them
 * @param count of pods
 * @param accepted the losses that the person accepts, by name
 */
public record Cluster(
    Kind kind,
    Optional<String> name,
    String image,
    Project project,
    Optional<String> secret,
    List<String> variables,
    Optional<String> runtimeClass,
    Optional<String> seccomp,
    int count,
    Set<String> accepted) {

  public Cluster {
    variables = List.copyOf(variables);
    accepted = Set.copyOf(accepted);
  }

  /** What is written. */
  public enum Kind {
    /** A Job of Kubernetes with its NetworkPolicy. */
    JOB,
    /** A SandboxTemplate of agent-sandbox. */
    SANDBOX
  }

  /**
   * Where the project comes from.
   *
   * @param claim the name of a PersistentVolumeClaim that it lies in
   * @param repository what is cloned
   * @param size the most that it takes up where no claim says so, as a quantity of Kubernetes
   */
  public record Project(
      Optional<String> claim, Optional<Repository> repository, Optional<String> size) {}

  /**
   * A repository.
   *
   * @param ref a branch, a tag or a commit
   */
  public record Repository(String url, String ref) {}
}
