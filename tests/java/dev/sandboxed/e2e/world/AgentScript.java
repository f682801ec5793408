package dev.sandboxed.e2e.world;

import java.nio.file.Path;

/** A stand-in for Claude Code that does what a shell script says, in the same places. */
public record AgentScript(HostWorld world) {

  /** The first words of the command are the agent definition's, and the last one is the test's. */
  static final String LAST_WORD = "shift $(($# - 1)); ";

  /** Puts it on the {@code PATH}. */
  public static AgentScript installed(HostWorld world) {
    world.installScript("claude", LAST_WORD + "exec sh -c \"$1\"");
    return new AgentScript(world);
  }

  /** Runs a script inside, in the world's project. */
  public Outcome run(String script, String... options) {
    return runIn(world.project(), script, options);
  }

  public Outcome runIn(Path project, String script, String... options) {
    return launch(project, script, options).outcome();
  }

  public Running startIn(Path project, String script, String... options) {
    Launch launch = launch(project, script, options);
    return world.start(launch.directory(), launch.words());
  }

  private Launch launch(Path project, String script, String... options) {
    return Launch.of(world, "run").in(project).with(options).with("claude", script);
  }
}
