package dev.sandboxed.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A profile with a mistake starts nothing, and the person is told where it is and what to do. */
class BadProfilesIT {

  private final HostWorld world = HostWorld.create();
  private final Refusals refusals = new Refusals(world);
  private final Path profiles = world.home().resolve(".config/sandboxed/profiles");

  @AfterEach
  void tearDown() {
    world.close();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("[network]\nteir = \"none\"\n", "2:1", "\"teir\"", "did you mean tier?"),
        Arguments.of("[netwrok]\ntier = \"none\"\n", "1:1", "netwrok", "did you mean [network]?"),
        Arguments.of("[network]\ntier = 7\n", "2:8", "tier", "write it in quotes"),
        Arguments.of("[filesystem]\nread = \"~/x\"\n", "2:8", "read", "write it in brackets"),
        Arguments.of("[filesystem]\nread = [\"~/x\", 3]\n", "2:16", "read", ""),
        Arguments.of("[network]\ntier = \"nnone\"\n", "2:8", "\"nnone\"", "did you mean "),
        Arguments.of("extends = \"defalt\"\n", "1:11", "\"defalt\"", "did you mean \"default\"?"),
        Arguments.of("extends = \"mine\"\n", "1:11", "mine -> mine", "extends"),
        Arguments.of("[network\ntier = 1", "1:9", "invalid TOML", ""),
        Arguments.of("", "1:1", "empty", "extends = \"default\""),
        Arguments.of(
            "extends = \"default\"\n[filesystem]\nread = [\"~/nope\"]\n",
            "3:9",
            "there is no",
            "optional = true"),
        Arguments.of("[filesystem]\nread = [\"~/x*\"]\n", "2:9", "is a pattern", "name the file"),
        Arguments.of("[filesystem]\nread = [\"$HOEM/x\"]\n", "2:9", "$HOEM", "known: ~"),
        Arguments.of("[environment]\nset = { PATH = \"/x\" }\n", "2:16", "PATH", "--path DIR"),
        Arguments.of(
            "[filesystem]\nwrite = [\"/proc/sys\"]\n", "2:10", "/proc/sys", "leave it out"),
        Arguments.of(
            "extends = \"default\"\n[network]\nreach = [\"nas:80\"]\n",
            "3:10",
            "is not one port of one host",
            "write an address, not a name"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isRefusedWithItsPlaceAndAWayOut(String text, String place, String what, String hint) {
    Path file = Profiles.write(world, "mine", text);

    refusals
        .refused("--profile=mine")
        .errContains(file + ":" + place + ": ")
        .errContains(what)
        .errContains(hint);
  }

  @Test
  void anUnknownProfileNamesTheExistingOnes() {
    refusals
        .refused("--profile=stict")
        .errContains("\"stict\"")
        .errContains("did you mean \"strict\"?");
  }

  @Test
  void anUnknownAgentNamesTheExistingOnes() {
    Outcome outcome = world.sandboxed("run", "cluade");

    OutcomeAssert.assertThat(outcome).exitedWith(125).errContains("cluade").errContains("claude");
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    refusals.refused("--profile=../../mine").errContains("/mine is not a file of a profile");
  }

  @Test
  void aLongerCycleIsNamedInOrder() {
    Profiles.write(world, "mine", "extends = \"yours\"\n");
    Path yours = Profiles.write(world, "yours", "extends = \"mine\"\n");

    refusals
        .refused("--profile=mine")
        .errContains(yours + ":1:11: ")
        .errContains("mine -> yours -> mine");
  }

  @Test
  void everyMistakeIsReportedAtOnce() {
    Path file =
        Profiles.write(
            world,
            "mine",
            """
            extends = "base"
            descripton = "x"
            [network]
            tier = "fll"
            [filesystem]
            deny = "secret"
            """);
    Path base = Profiles.write(world, "base", "[auth]\nmode = true\n");
    Path agent = Profiles.write(world, "agents/odd", "comand = [\"true\"]\n");

    Outcome outcome = world.sandboxed("run", "--profile=mine", "odd");

    OutcomeAssert.assertThat(outcome)
        .exitedWith(125)
        .errContains(file + ":2:1: ")
        .errContains(file + ":4:8: ")
        .errContains(file + ":6:8: ")
        .errContains(base + ":2:8: ")
        .errContains(agent + ":1:1: ");
  }

  @Test
  void everyMissingPathIsReportedAtOnce() {
    Path file =
        Profiles.write(world, "mine", "[filesystem]\nread = [\"~/one\"]\nwrite = [\"~/two\"]\n");

    refusals.refused("--profile=mine").errContains(file + ":2:9: ").errContains(file + ":3:10: ");
  }

  @Test
  void anUnreadableFileIsNotSkipped() throws IOException {
    Path file = Profiles.write(world, "default", "extends = \"default\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

    refusals.refused().errContains("cannot read " + file).errContains("chmod u+rX");
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    Path file = Profiles.write(world, "mine", "");
    Files.write(file, "description = \"caf\u00e9\"\n".getBytes(StandardCharsets.ISO_8859_1));

    refusals.refused("--profile=mine").errContains(file.toString()).errContains("UTF-8");
  }

  @Test
  void aDirectoryIsNotAProfile() throws IOException {
    Path directory = Files.createDirectories(profiles.resolve("mine.toml"));

    refusals.refused("--profile=mine").errContains(directory + " is a directory");
  }

  @Test
  void listingContinuesAndShowsWhatIsBroken() {
    Path file = Profiles.write(world, "mine", "[network]\nteir = \"none\"\n");

    Outcome list = world.sandboxed("profiles", "list");

    OutcomeAssert.assertThat(list).succeeded().outContains("default").outContains(file + ":2:1: ");
    assertThat(world.sandboxed("profiles", "show", "mine").exit()).isEqualTo(125);
  }
}
