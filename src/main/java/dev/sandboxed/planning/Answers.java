package dev.sandboxed.planning;

import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.editor.Editors;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.LoginFact;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.opening.rules.Opened;
import dev.sandboxed.policy.copy.WorkingCopy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything outside the layers that one plan depends on.
 *
 * @param followed what the person's files of the agent name
 * @param editors those that have the project open, if the policy asks for them
 * @param opened what the policy opens by its name, and what of it is here
 * @param files one fact for each path that the policy names
 * @param network the host's network, if the policy chooses internet-only
 * @param limits how limits can be kept here, as far as the policy has any
 * @param agent the program that is executed
 * @param later what is asked while the plan is made
 */
public record Answers(
    HostFacts host,
    GitFacts git,
    Followed followed,
    Editors editors,
    Opened opened,
    FileFacts files,
    Optional<NetworkFacts> network,
    LimitMeans limits,
    NixAnswers nix,
    Kept kept,
    FoundAgent agent,
    LaterAnswers later) {

  /**
   * The things that this host keeps for the agent between launches.
   *
   * @param ofProject the directory for the agent's state in this project, whether it exists or not
   * @param shared the same for all projects that share one
   * @param copies where copies of git's configurations are for this project
   * @param repository the repository of the project's work tree, if it lies elsewhere and counts
   *     without approval
   * @param snapshot the snapshot of the project that the policy asks for
   * @param logins the logins that the policy names, by file
   * @param now the time of this launch
   */
  public record Kept(
      Path ofProject,
      Path shared,
      Path copies,
      Optional<Path> repository,
      Optional<WorkingCopy> snapshot,
      Map<Path, LoginFact> logins,
      Instant now) {
    public Kept {
      logins = Map.copyOf(logins);
    }
  }
}
