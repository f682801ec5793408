package dev.sandboxed.e2e.command;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Refusals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes on the command line or in a variable are not guessed at. */
class BadOptionsIT {

  private final HostWorld world = HostWorld.create();
  private final Refusals refusals = new Refusals(world);

  @AfterEach
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "--profle=strict,      --profle,        --profile",
    "--netwrok=none,       --netwrok,       --network",
    "--network=nnone,      nnone,           did you mean none?",
    "--auth=never,         never,           readonly",
    "--state=shard,        shard,           did you mean shared?",
    "--env=1BAD=x,         1BAD,            --env NAME=VALUE",
    "--env=PATH=/x,        PATH,            --path DIR",
    "--read=nope,          /nope,           create it",
    "--dry-run=xml,        xml,             json",
    "--package=--impure,   --impure,        nixpkgs#",
    "--project=nope,       nope,            --project DIR",
    "--project=README.md,  README.md,       --project DIR",
    "--quiet=maybe,        --quiet,         sandboxed run --help",
  })
  void anOptionIsRefusedWithAWayOut(String option, String what, String hint) {
    refusals.refused(option).errContains(what).errContains(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "SANDBOXED_NETWROK, none,   SANDBOXED_NETWORK",
    "SANDBOXED_PROFIL,  strict, SANDBOXED_PROFILE",
    "SANDBOXED_NETWORK, nnone,  did you mean none?",
    "SANDBOXED_PROFILE, stict,  strict",
    "SANDBOXED_READ,    /nope,  SANDBOXED_READ",
    "SANDBOXED_QUIET,   maybe,  SANDBOXED_QUIET",
  })
  void aVariableIsRefusedWithAWayOut(String name, String value, String hint) {
    world.set(name, value);

    refusals.refused().errContains(hint);
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    refusals
        .refused("--network=nnone", "--auth=never", "--env=1=2")
        .errContains("nnone")
        .errContains("never")
        .errContains("\"1\"");
  }

  @Test
  void thereIsNothingToRun() {
    OutcomeAssert.assertThat(world.sandboxed("run"))
        .exitedWith(125)
        .errContains("sandboxed run claude");
    OutcomeAssert.assertThat(world.sandboxed("run", "--")).exitedWith(125);
    OutcomeAssert.assertThat(world.sandboxed("rnu", "claude"))
        .exitedWith(125)
        .errContains("rnu")
        .errContains("sandboxed --help");
    OutcomeAssert.assertThat(world.sandboxed("explain", "claude"))
        .exitedWith(125)
        .errContains("for example");
    OutcomeAssert.assertThat(world.sandboxed("profiles", "show", "nope")).exitedWith(125);
  }

  @Test
  void aValueIsMissing() {
    OutcomeAssert.assertThat(world.sandboxed("run", "--profile"))
        .exitedWith(125)
        .errContains("--profile");
  }

  @Test
  void wordsAfterTheAgentsFirstBelongToTheAgent() {
    OutcomeAssert.assertThat(
            world.sandboxed(
                "run", "--quiet", "shell", "-c", "echo \"$@\"", "sh", "--profle", "--network=x"))
        .succeeded()
        .outIs("--profle --network=x");
  }

  @Test
  void valuesFromVariablesAreUsed() {
    world
        .set("SANDBOXED_NETWORK", "none")
        .set("SANDBOXED_QUIET", "true")
        .set("SANDBOXED_ENV", "A=1:B=2")
        .set("SANDBOXED_STATE", "");

    OutcomeAssert.assertThat(
            world.sandboxed(
                "run", "--", "sh", "-c", "echo $A$B; cut -d: -f1 /proc/net/dev | tail -n +3"))
        .succeeded()
        .errIsEmpty()
        .outContains("12\n")
        .outContains("lo")
        .outLacks("eth");
  }
}
