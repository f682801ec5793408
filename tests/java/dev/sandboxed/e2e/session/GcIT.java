package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.command.AllowIT;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Running;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept for a project is removed when the project is gone, and not before. */
class GcIT {

  private static final String REMEMBER =
      "mkdir -p ~/.notes && echo remembered >~/.notes/memory && mkdir ~/.notes/closed && echo x >~/.notes/closed/x"
          + " && chmod 0 ~/.notes/closed && ln -s / ~/.notes/everything";

  private final HostWorld world = HostWorld.create();
  private final Path instances = world.home().resolve(".local/state/sandboxed/instances");
  private final Path plans = world.home().resolve(".cache/sandboxed/plans");
  private final Path observed = instances.resolveSibling("observed");
  private final Path doomed = world.home().resolve("work/doomed");

  @BeforeEach
  void anAgentThatKeepsState() {
    String definition =
        """
        description = "Keeps notes"
        command = ["sh"]
        [state]
        directory = "~/.notes"
        """;
    assertThat(
            world.shell(
                "mkdir -p ~/.config/sandboxed/profiles/agents \"$1\" && printf %s \"$2\" >~/.config/sandboxed/profiles/agents/notes.toml",
                doomed.toString(), definition))
        .succeeded();
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void theStateAndThePlansOfAProjectThatIsGoneAreRemoved() {
    assertThat(agent(REMEMBER, "--observe").in(doomed).outcome()).succeeded();
    assertThat(memories()).isEqualTo(1);
    assertThat(planDirectories()).hasSize(1);
    assertThat(world.sandboxed("gc")).succeeded().outIs("freed 0 KiB");
    List<String> tried = world.filesBelow(observed);
    assertThat(tried).anyMatch(file -> file.endsWith(".plan.json"));
    removeTheProject();

    assertThat(world.sandboxed("gc", "--dry-run"))
        .succeeded()
        .outContains("would remove " + instances)
        .outContains("the agents' state for " + doomed)
        .outContains("would remove " + observed)
        .outContains("would free");
    assertThat(memories()).isEqualTo(1);
    assertThat(world.filesBelow(observed)).isEqualTo(tried);

    assertThat(world.sandboxed("gc"))
        .succeeded()
        .outContains("removed " + instances)
        .outContains("freed")
        .errIsEmpty();
    assertThat(world.filesBelow(instances)).containsExactly(".");
    assertThat(world.filesBelow(observed)).containsExactly(".");
    assertThat(planDirectories()).isEmpty();
    assertThat(world.sandboxed("audit")).succeeded().outContains(doomed.toString());
    assertThat(world.sandboxed("gc")).succeeded().outIs("freed 0 KiB");
  }

  @Test
  void whatWasAllowedOfAProjectIsRemovedWithIt() {
    Path approvals = instances.resolveSibling("approvals");
    assertThat(world.shell("echo '[environment]' >\"$1\"/.sandboxed.toml", doomed.toString()))
        .succeeded();
    String digest = AllowIT.digest(world.sandboxed("allow", doomed.toString()));
    assertThat(world.sandboxed("allow", "--digest", digest, doomed.toString())).succeeded();
    assertThat(world.sandboxed("gc")).succeeded().outIs("freed 0 KiB");
    removeTheProject();

    assertThat(world.sandboxed("gc", "--dry-run"))
        .succeeded()
        .outContains("would remove " + approvals)
        .outContains("what was allowed for " + doomed);
    assertThat(world.filesBelow(approvals)).hasSizeGreaterThan(2);
    assertThat(world.sandboxed("gc")).succeeded().outContains("removed " + approvals);
    assertThat(world.filesBelow(approvals)).containsExactly(".", "./lock");
  }

  @Test
  void anExistingProjectLosesNothing() {
    remember(doomed);

    assertThat(world.sandboxed("gc")).succeeded().outIs("freed 0 KiB");

    assertThat(memories()).isEqualTo(1);
    assertThat(planDirectories()).hasSize(1);
  }

  @Test
  void aRunningSessionLosesNothingThoughItsProjectIsGone() {
    Running session =
        world.start(doomed, agent("echo ready; sleep 1000").words()).waitUntilPrints("ready");
    // Renamed, so its name is gone: it cannot be removed while it is mounted somewhere.
    assertThat(world.shell("mv \"$1\" \"$1\".renamed", doomed.toString())).succeeded();

    assertThat(world.sandboxed("gc"))
        .succeeded()
        .outContains("a session of " + doomed + " is running")
        .outContains("freed 0 KiB");
    assertThat(planDirectories()).hasSize(1);

    session.killHard();
    world.waitUntilNothingRuns();
    assertThat(world.sandboxed("gc")).succeeded().outContains("removed");
  }

  @Test
  void aProjectThatMayBeOnAnUnmountedDiskLosesNothing() {
    Path disk = world.home().resolve("disk");
    Path project = disk.resolve("project");
    assertThat(world.shell("mkdir -p \"$1\"", project.toString())).succeeded();
    remember(project);
    assertThat(world.shell("rm -r \"$1\"/*", disk.toString())).succeeded();

    assertThat(world.sandboxed("gc")).succeeded().outContains("disk that is not mounted");
    assertThat(memories()).isEqualTo(1);

    assertThat(world.shell("touch \"$1\"/something", disk.toString())).succeeded();
    assertThat(world.sandboxed("gc")).succeeded().outContains("the agents' state for " + project);
    assertThat(memories()).isZero();
  }

  @Test
  void anEmptyNoteIsNotAReasonToRemoveAnything() {
    remember(doomed);
    removeTheProject();
    assertThat(world.shell("echo /elsewhere >\"$1\"/*/project", instances.toString())).succeeded();

    assertThat(world.sandboxed("gc"))
        .succeeded()
        .outContains("does not say which project it belongs to");
    assertThat(memories()).isEqualTo(1);
  }

  private Launch agent(String script, String... options) {
    return Launch.of(world, "run", "notes", "--quiet", "--network=none")
        .with(options)
        .with("--", "-c", script);
  }

  private void remember(Path project) {
    assertThat(agent(REMEMBER).in(project).outcome()).succeeded();
  }

  private void removeTheProject() {
    assertThat(world.shell("rm -r \"$1\"", doomed.toString())).succeeded();
  }

  private long memories() {
    return world.filesBelow(instances).stream().filter(file -> file.endsWith("/memory")).count();
  }

  private List<String> planDirectories() {
    return world.filesBelow(plans).stream().filter(file -> file.matches("\\./[^/]+")).toList();
  }
}
