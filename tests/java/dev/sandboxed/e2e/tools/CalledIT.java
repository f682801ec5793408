package dev.sandboxed.e2e.tools;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program is what it was called as: many look at their own name, or beside it. */
class CalledIT {

  private static final String PREFIX = "import sys; print(sys.prefix)";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void shell(String script) {
    OutcomeAssert.assertThat(world.shell(script)).succeeded();
  }

  @Test
  void aVirtualEnvironmentOfTheProjectIsOne() {
    shell("/usr/bin/python3 -m venv --without-pip .v");
    String environment = world.project() + "/.v";
    OutcomeAssert.assertThat(world.run(".v/bin/python", "-c", PREFIX)).outIs(environment);
    OutcomeAssert.assertThat(Launch.quietly(world).command(".v/bin/python", "-c", PREFIX))
        .outIs(environment);
    // An active one is in front on PATH, as it is outside.
    world
        .set("VIRTUAL_ENV", environment)
        .set("PATH", environment + "/bin:/usr/local/bin:/usr/bin:/bin");
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .shell("command -v python; python -c \"$1\"; echo $VIRTUAL_ENV", PREFIX))
        .outIs(environment + "/bin/python\n" + environment + "\n" + environment);
  }

  @Test
  void aVirtualEnvironmentElsewhereIsOneInstallation() {
    shell(
        """
        mkdir -p ~/.local/share/pipx/venvs ~/.local/bin
        cd ~/.local/share/pipx/venvs
        /usr/bin/python3 -m venv --without-pip tool
        echo 'WORD = "from the package"' >$(echo tool/lib/python3*/site-packages)/toolbox.py
        printf '#!%s\\nimport sys, toolbox; print(sys.argv[0], sys.prefix, toolbox.WORD)\\n' $PWD/tool/bin/python >tool/bin/tool
        chmod +x tool/bin/tool
        ln -s ../share/pipx/venvs/tool/bin/tool ~/.local/bin/tool
        echo private >secret
        """);
    String called = world.home() + "/.local/bin/tool";
    String environment = world.home() + "/.local/share/pipx/venvs/tool";
    OutcomeAssert.assertThat(world.run(called))
        .outIs(called + " " + environment + " from the package");
    OutcomeAssert.assertThat(Launch.quietly(world).command(called))
        .outIs(called + " " + environment + " from the package");
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .command(
                    environment + "/bin/python",
                    "-c",
                    PREFIX + "; import os; print(os.path.exists(sys.prefix + '/../secret'))"))
        .outIs(environment + "\nFalse");
  }

  @Test
  void aProgramOfManyNamesKnowsWhichOneItIs() {
    shell(
        """
        mkdir -p ~/.cargo/bin ~/.rustup/toolchains/stable/bin
        cd ~/.cargo/bin
        printf '#!/bin/sh\\necho "${0##*/} $*"\\n' >rustup
        chmod +x rustup
        ln -s rustup cargo
        """);
    world.set("PATH", world.home() + "/.cargo/bin:/usr/local/bin:/usr/bin:/bin");
    OutcomeAssert.assertThat(world.run("cargo", "build")).outIs("cargo build");
    OutcomeAssert.assertThat(Launch.quietly(world).command("cargo", "build")).outIs("cargo build");
    // Only what was called came along.
    OutcomeAssert.assertThat(Launch.quietly(world).command("cargo", "build")).errIsEmpty();
  }

  @Test
  void aLinkInTheProjectBringsNothingOfThePersonsAlong() {
    shell(
        """
        mkdir -p ~/private/bin
        printf '#!/bin/sh\\necho private\\n' >~/private/bin/tool
        chmod +x ~/private/bin/tool
        ln -s ~/private/bin/tool tool
        printf '#!%s\\n' ~/private/bin/tool >script
        chmod +x script
        """);
    OutcomeAssert.assertThat(world.run("./tool")).outIs("private");
    for (String program : new String[] {"./tool", "./script"}) {
      OutcomeAssert.assertThat(Launch.quietly(world).command(program))
          .exitedWith(127)
          .errContains("leads to " + world.home() + "/private/bin/tool, which is not inside");
    }
    OutcomeAssert.assertThat(
            Launch.quietly(world).with("--read=" + world.home() + "/private").command("./tool"))
        .outIs("private");
  }
}
