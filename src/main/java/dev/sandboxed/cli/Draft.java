package dev.sandboxed.cli;

import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.AgentState;
import java.util.Optional;

/**
 * A finished plan and what it takes to launch it.
 *
 * @param state the agent's own directory, which a launch makes where it is missing
 */
record Draft(
    SandboxPlan plan, LaunchTools tools, ToolDirectories directories, Optional<AgentState> state) {}
