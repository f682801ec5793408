package dev.sandboxed.policy;

import dev.sandboxed.policy.copy.WorkingCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who works where, and by which rules.
 *
 * @param agent the agent's name
 * @param profiles the chain, base first
 * @param workingDirectory where the agent starts, in the project
 * @param hostName the sandbox's own host name
 * @param snapshot the snapshot that is in the project's place, if any
 */
public record Workplace(
    String agent,
    List<String> profiles,
    Identity identity,
    Path project,
    Path workingDirectory,
    String hostName,
    Optional<WorkingCopy> snapshot) {

  public Workplace {
    profiles = List.copyOf(profiles);
  }

  /** The same for somebody whose numbers inside are others. */
  public Workplace seenAs(int uid, int gid) {
    return new Workplace(
        agent,
        profiles,
        new Identity(uid, gid, identity.name(), identity.home(), identity.shell()),
        project,
        workingDirectory,
        hostName,
        snapshot);
  }
}
