package dev.sandboxed.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which directories can be projects, whatever their names. */
class ProjectsIT {

  private static final String HUNDRED = "0123456789".repeat(10);

  private final HostWorld world = HostWorld.create();
  private final Refusals refusals = new Refusals(world);

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Outcome sandboxedIn(Path directory, String... arguments) {
    return Launch.of(world, arguments).in(directory).outcome();
  }

  @Test
  void theRootIsNotAProject() {
    refusals
        .refusedIn(Path.of("/"))
        .errContains("the project would be /,")
        .errContains("--project DIR");
    refusals.refused("--project=/").errContains("belongs to the system");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc", "/sys/kernel", "/dev"})
  void theKernelsFilesAreNotAProject(String directory) {
    refusals.refused("--project=" + directory).errContains("belongs to the system");
  }

  @Test
  void theHomeIsAProjectOnlyIfItIsNamed() {
    refusals
        .refusedIn(world.home())
        .errContains("is your home directory")
        .errContains("--project " + world.home());

    OutcomeAssert.assertThat(
            sandboxedIn(
                world.home(),
                "run",
                "--quiet",
                "--project=.",
                "--",
                "sh",
                "-c",
                "pwd; touch ~/written; cat ~/.ssh/id_rsa"))
        .succeeded()
        .outIs(world.home() + "\n" + world.sshKey());
    assertThat(world.home().resolve("written")).exists();
  }

  @Test
  void aDirectoryThatHoldsTheHomeIsAProjectOnlyIfItIsNamed() {
    Path above = world.home().resolveSibling("");

    refusals
        .refusedIn(above)
        .errContains("holds your home directory")
        .errContains("--project " + above);
    OutcomeAssert.assertThat(sandboxedIn(above, "run", "--quiet", "--project=.", "--", "pwd"))
        .succeeded()
        .outIs(above.toString());
  }

  @Test
  void aHomeThatIsAWorkTreeIsNotAProjectFromBelow() throws IOException {
    Path below = Files.createDirectories(world.home().resolve("plain/below"));
    OutcomeAssert.assertThat(world.shell("git init -q ~")).succeeded();

    refusals.refusedIn(below).errContains("is your home directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        " leading and trailing ",
        "new\nline",
        "ends with newline\n",
        "it's \"quoted\"",
        "$(touch created)`touch created`$HOME",
        "a*?[b]{c,d}!",
        "-dash",
        "--project=x",
        "back\\slash",
        "tab\tand\u0007bell",
        "\u00e9t\u00e9 \u65e5\u672c \uD83D\uDE00",
        "a:b;c&d|e>f#g~",
        "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789"
            + "0123456789",
      })
  void anyNameWorks(String name) throws IOException {
    Path project = Files.createDirectory(world.home().resolve("work").resolve(name));
    Files.writeString(project.resolve(".env"), "secret-of-project");
    Files.createDirectory(project.resolve("sub"));
    Files.writeString(project.resolve("sub/key.pem"), "secret-of-project");
    String script =
        """
        printf '%s.' "$PWD"; echo text >written; cat written
        for file in .env sub/key.pem; do test -e $file || echo missing; cat $file; touch $file; done
        """;

    Outcome inside =
        sandboxedIn(project, "run", "--quiet", "--profile=strict", "--", "sh", "-c", script);

    OutcomeAssert.assertThat(inside)
        .outIs((project + ".text").strip())
        .errContains("Read-only file system");
    assertThat(project.resolve("written")).hasContent("text");
    assertThat(world.filesBelow(world.home())).noneMatch(file -> file.endsWith("/created"));
  }

  @Test
  void aNameOfManyLevelsWorks() throws IOException {
    Path deep = world.project().resolve(HUNDRED).resolve(HUNDRED).resolve(HUNDRED).resolve(HUNDRED);
    Files.createDirectories(deep);

    OutcomeAssert.assertThat(sandboxedIn(deep, "run", "--quiet", "--", "pwd"))
        .succeeded()
        .outIs(deep.toString());
  }

  @Test
  void aNameThatIsNotUtf8IsRefused() {
    OutcomeAssert.assertThat(world.shell("mkdir $'p-\\xe9'")).succeeded();
    Launch there =
        Launch.of(world, "run").behind("bash", "-c", "cd $'p-\\xe9' && exec \"$0\" \"$@\"");

    // With --project it is the project; without, only the directory the person is in.
    refusals
        .refused(there.with("--project=."))
        .errContains("not valid UTF-8")
        .errContains("rename it");
    refusals.refused(there).errContains("not valid UTF-8");
  }

  @Test
  void aMaskedNameThatIsNotUtf8IsRefused() {
    OutcomeAssert.assertThat(world.shell("echo x >$'.env.\\xe9'")).succeeded();

    refusals.refused().errContains("not valid UTF-8").errContains("rename it");
  }

  @Test
  void otherNamesThatAreNotUtf8AreLeftToTheAgent() {
    OutcomeAssert.assertThat(world.shell("mkdir $'d-\\xff' && echo found >$'d-\\xff/f-\\xfe'"))
        .succeeded();

    OutcomeAssert.assertThat(
            world.sandboxed(
                "run", "--quiet", "--deny=**/*.pem", "--", "sh", "-c", "cat d-*/f-* && ls | wc -l"))
        .succeeded()
        .outContains("found");
  }
}
