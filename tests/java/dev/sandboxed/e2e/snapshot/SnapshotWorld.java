package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;

/** A person with a project, and an agent that works on a snapshot of it. */
final class SnapshotWorld implements AutoCloseable {

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none", "--snapshot");

  HostWorld world() {
    return world;
  }

  /** How the agent is started. */
  Launch launch() {
    return launch;
  }

  /** The person does something in the project. */
  void outside(String script) {
    assertThat(shell("set -e\n" + script)).succeeded();
  }

  /** The agent does something in the snapshot. */
  void inside(String script) {
    assertThat(launch.shell("set -e\n" + script)).succeeded();
  }

  /** The person looks. */
  Outcome shell(String script) {
    return world.shell(script);
  }

  /** The person calls sandboxed. */
  Outcome sandboxed(String... words) {
    return world.sandboxed(words);
  }

  /** A call of sandboxed behind a program that strikes at its calls of the kernel. */
  Outcome struck(String call, String how, String... words) {
    return behind(
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":" + how)
        .with(words)
        .outcome();
  }

  private Launch behind(String... command) {
    return Launch.of(world).behind(command);
  }

  /** The same, not waited for. */
  Running starting(String... words) {
    return Launch.of(world).with(words).start();
  }

  @Override
  public void close() {
    world.close();
  }
}
