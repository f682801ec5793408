package dev.sandboxed.e2e.command;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Where;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command is found, and what its exit status says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {

  private final HostWorld world = HostWorld.create();

  @BeforeAll
  void furnish() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/bin tools/directory
                printf '#!/bin/sh\\necho "ran $0 $*"\\n' >~/bin/mine
                cp ~/bin/mine tools/script
                cp ~/bin/mine tools/not-executable
                cp ~/bin/mine ~/bin/A=B
                printf '#!/no/such/interpreter\\n' >tools/no-interpreter
                printf '#!/usr/bin/env no-such-interpreter\\n' >tools/no-name
                                ln -s ~/bin/mine ~/bin/alias
                chmod +x ~/bin/* tools/*
                chmod -x tools/not-executable
                ln -s nowhere tools/dangling
                """))
        .succeeded();
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  private Outcome run(String... command) {
    return Launch.quietly(world).command(command);
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-program,         127, not found",
    "./no-such-program,       127, not found",
    "/no/such/program,        127, not found",
    "tools/dangling,          127, not found",
    "tools/no-interpreter,    127, ''",
    "tools/no-name,           127, ''",
    "tools/not-executable,    126, cannot be executed",
    "tools/directory,         126, cannot be executed",
    "/etc/passwd,             126, cannot be executed",
    "/usr,                    126, cannot be executed",
  })
  void whatCannotBeStartedSaysWhy(String command, int status, String message) {
    OutcomeAssert.assertThat(run(command)).exitedWith(status).outIs("").errContains(message);
    // A shell says the same.
    OutcomeAssert.assertThat(world.shell("exec \"$1\"", command)).outIs("");
  }

  @Test
  void aShellInsideSaysTheSame() {
    OutcomeAssert.assertThat(run("sh", "-c", "no-such-program")).exitedWith(127);
    OutcomeAssert.assertThat(run("sh", "-c", "tools/not-executable")).exitedWith(126);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 124, 125, 126, 127, 130, 143, 255})
  void theExitStatusIsTheCommandsOwn(int status) {
    OutcomeAssert.assertThat(run("sh", "-c", "exit " + status)).exitedWith(status);
  }

  @Test
  void aCommandEndedByASignalSaysSo() {
    OutcomeAssert.assertThat(run("sh", "-c", "kill -KILL $$")).exitedWith(137);
    OutcomeAssert.assertThat(run("sh", "-c", "kill -TERM $$")).exitedWith(143);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine", "alias", "A=B", "tools/script", "./tools/script"})
  void aCommandRunsByItsNameOrPath(String command) {
    OutcomeAssert.assertThat(run(command, "a b", "", "$HOME"))
        .succeeded()
        .outContains("ran /")
        .outContains(" a b  $HOME");
  }

  @Test
  void everyWordArrivesUnchanged() {
    String[] words = {
      "", " ", "a\nb", "$(id)", "*", "--", "-x", "'\"\\", "\u00e9\u65e5", "--network=none"
    };
    OutcomeAssert.assertThat(Launch.quietly(world).shell("printf '<%s>' \"$@\"", words))
        .succeeded()
        .outIs("<" + String.join("><", words) + ">");
  }

  @Test
  void standardInputAndOutputAreTheCommands() {
    Outcome piped =
        world.shell(
            "head -c 300000 /dev/zero | tr '\\0' x | \"$1\" run --quiet -- cat | wc -c",
            Checkout.program("sandboxed").toString());

    OutcomeAssert.assertThat(piped).succeeded().outIs("300000").errIsEmpty();
  }

  /** Bubblewrap takes 9000 words, the kernel takes two megabytes of them. */
  @ParameterizedTest
  @EnumSource
  void aCommandMayHaveAsManyWordsAsTheKernelAllows(Where where) {
    String odd =
        "'' ' ' '*' '$(touch gone)' $'\\036' $'two\\nlines' ärger \"$(head -c 100000 /dev/zero | tr '\\0' x)\" ''";
    String line =
        "\"$@\" $(seq 110000) "
            + odd
            + " >many; printf '<%s>' $(seq 110000) "
            + odd
            + " | cmp - many";

    OutcomeAssert.assertThat(
            world.shell(line, where.command("printf", "<%s>").toArray(String[]::new)))
        .succeeded();
  }
}
