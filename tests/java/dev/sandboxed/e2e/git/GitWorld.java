package dev.sandboxed.e2e.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A person with repositories in many layouts, and attacks on them: each plants what git would run
 * outside, and a file in the home shows whether git did.
 */
final class GitWorld implements AutoCloseable {

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");

  /** {@code core.fsmonitor} is run by every {@code git status}. */
  static final String FSMONITOR = "[core]\\n\\tfsmonitor = \"touch $HOME/ran; false\"\\n";

  @Override
  public void close() {
    world.close();
  }

  HostWorld world() {
    return world;
  }

  Path home() {
    return world.home();
  }

  Path project() {
    return world.project();
  }

  /** A launch from a directory of the home. */
  Launch from(String directory) {
    return launch.in(world.home().resolve("work").resolve(directory));
  }

  Launch fromProject() {
    return launch;
  }

  /** Has the person do something in their project, which must succeed. */
  Outcome person(String script) {
    Outcome outcome =
        world.shell(
            "set -e; git() { command git -c protocol.file.allow=always \"$@\"; }\n" + script);
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome;
  }

  /**
   * Has the person look at the project with git, which must not run anything that an agent planted.
   */
  void assertNothingRunsWhenThePersonUsesGit(String directory) {
    world.shell("cd ../\"$1\"; git status; git commit -qam x; git checkout -q -", directory);
    assertThat(ran()).isFalse();
  }

  /** Whether git ran what was planted; forgets that afterwards. */
  boolean ran() {
    return home().resolve("ran").toFile().delete();
  }

  boolean exists(String below) {
    return Files.exists(home().resolve(below));
  }
}
