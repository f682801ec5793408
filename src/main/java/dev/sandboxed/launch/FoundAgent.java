package dev.sandboxed.launch;

import dev.sandboxed.plan.AgentCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * An agent that is on this machine.
 *
 * @param command what is executed
 * @param storePaths store paths its files lie in, whose closure has to come along
 */
public record FoundAgent(AgentCommand command, List<Path> storePaths) {
  public FoundAgent {
    storePaths = List.copyOf(storePaths);
  }
}
