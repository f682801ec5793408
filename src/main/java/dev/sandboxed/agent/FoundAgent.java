package dev.sandboxed.agent;

import dev.sandboxed.plan.AgentCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * An agent that was found on this machine.
 *
 * @param command the command that is executed
 * @param storePaths store paths that its files lie in; their closure must come along
 */
public record FoundAgent(AgentCommand command, List<Path> storePaths) {
  public FoundAgent {
    storePaths = List.copyOf(storePaths);
  }
}
