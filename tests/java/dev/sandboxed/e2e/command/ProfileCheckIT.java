package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Profile files are checked wherever they are, as in a hook or a build. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileCheckIT {

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final Path shelf = world.project().resolve("shelf");

  @BeforeEach
  void startAnew() {
    assertThat(world.shell("rm -rf shelf other ~/.config && mkdir shelf other")).succeeded();
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(directory.resolve(name + ".toml"), text);
  }

  @Test
  void goodOnesAreNamedOnOneLine() throws IOException {
    write(shelf, "web", "extends = \"base\"\n");
    write(shelf, "base", "extends = \"offline\"\n");
    write(world.project().resolve("other"), "mine", "extends = \"web\"\n");

    assertThat(world.sandboxed("profiles", "check", "shelf", "other/mine.toml"))
        .succeeded()
        .outIs("nothing is wrong with base, web, mine")
        .errIsEmpty();
    assertThat(world.shell("cd shelf && sandboxed profiles check base.toml ."))
        .succeeded()
        .outIs("nothing is wrong with base, web");
  }

  @Test
  void everyMistakeInAnyOfThemIsReportedOnce() throws IOException {
    write(shelf, "web", "extends = \"base\"\n[network]\nteir = \"none\"\n");
    write(shelf, "base", "description = 7\n[auth]\nmode = \"shred\"\n");
    write(shelf, "alone", "extends = \"bse\"\n");

    Outcome outcome = world.sandboxed("profiles", "check", "shelf", "nowhere", "gone.toml");

    assertThat(outcome)
        .exitedWith(125)
        .outIs("")
        .errContains("shelf/web.toml:3:1: unknown key \"teir\"")
        .errContains("shelf/base.toml:1:15: \"description\" must be a string")
        .errContains("shelf/base.toml:3:8: ")
        .errContains("shelf/alone.toml:1:11: there is no profile \"bse\"")
        .errContains("did you mean \"base\"?")
        .errContains("there is no profile in nowhere")
        .errContains("there is no file gone.toml");
    assertThat(outcome.err()).containsOnlyOnce("base.toml:1:15");
  }

  @Test
  void onlyTheGivenFilesAndTheBuiltInOnesCount() throws IOException {
    Profiles.write(world, "base", "extends = \"default\"\n");
    write(shelf, "left-out", "extends = \"default\"\n");
    write(shelf, "web", "extends = \"base\"\n");
    write(shelf, "mine", "extends = \"left-out\"\n");

    assertThat(world.sandboxed("profiles", "check", "shelf/web.toml", "shelf/mine.toml"))
        .exitedWith(125)
        .errContains("web.toml:1:11: there is no profile \"base\"")
        .errContains("mine.toml:1:11: there is no profile \"left-out\"");
    assertThat(world.sandboxed("profiles", "show", "base")).succeeded();
  }

  @Test
  void oneWithABuiltInNameExtendsTheBuiltInOne() throws IOException {
    write(shelf, "default", "extends = \"default\"\n");
    assertThat(world.sandboxed("profiles", "check", "shelf")).succeeded();

    write(shelf, "mine", "extends = \"mine\"\n");
    assertThat(world.sandboxed("profiles", "check", "shelf"))
        .exitedWith(125)
        .errContains("in a circle: mine -> mine");
  }

  @Test
  void aNameIsUsedOnceAndMustBeValid() throws IOException {
    write(shelf, "mine", "extends = \"default\"\n");
    write(shelf, "My Own", "extends = \"default\"\n");
    write(world.project().resolve("other"), "mine", "extends = \"default\"\n");

    assertThat(world.sandboxed("profiles", "check", "shelf", "other"))
        .exitedWith(125)
        .errContains("\"My Own\" is not a name of a profile")
        .errContains("shelf/mine.toml and other/mine.toml are both the profile mine");
  }

  @Test
  void itNeedsNoHomeNoProjectAndNoBubblewrap() throws IOException {
    write(shelf, "mine", "extends = \"strict\"\n");
    world.installScript("bwrap", "echo started >~/bwrap-started; exit 1");

    assertThat(
            world.shell(
                "cd / && env -u XDG_CONFIG_HOME HOME=/homeless-shelter \"$(command -v sandboxed)\""
                    + " profiles check \"$1\"; test ! -e ~/bwrap-started",
                shelf.toString()))
        .succeeded()
        .outIs("nothing is wrong with mine");
  }

  @Test
  void withoutFilesItSaysWhatIsMissing() {
    assertThat(world.sandboxed("profiles", "check")).exitedWith(125).errContains("FILE|DIR");
  }
}
