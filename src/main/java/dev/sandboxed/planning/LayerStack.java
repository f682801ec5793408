package dev.sandboxed.planning;

import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.Profile;
import java.util.List;

/**
 * All layers that apply to one launch, as they were read.
 *
 * @param chain base first, with the project's own profile at the end
 * @param above what was said for this launch only, in order
 * @param notRead remarks about files of the project that do not count, because nobody allowed them
 */
public record LayerStack(
    AgentDefinition agent, List<Profile> chain, List<Layer> above, List<Remark> notRead) {

  public LayerStack {
    chain = List.copyOf(chain);
    above = List.copyOf(above);
    notRead = List.copyOf(notRead);
  }

  /** The settings, which are the same on every host. */
  Settings settings() {
    return Settings.of(Policy.stacked(agent, chain, above));
  }

  /**
   * The rules on one host, which say what must be looked at there.
   *
   * @throws dev.sandboxed.problem.UserFailure with every rule that cannot be understood
   */
  public Policy policy(HostFacts host, GitFacts git, Followed followed) {
    return Policy.of(host, git, followed, agent, chain, above);
  }
}
