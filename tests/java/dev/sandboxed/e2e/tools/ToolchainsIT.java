package dev.sandboxed.e2e.tools;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is visible of the person's PATH is on PATH inside; what is not is told. */
class ToolchainsIT {

  private static final String NODE = ".nvm/versions/node/v22.9.0/bin";

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void toolchains() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                mkdir -p ~/%1$s ~/.nvm/versions/node/v22.9.0/lib/node_modules/npm/bin ~/empty
                cd ~/.nvm/versions/node/v22.9.0
                cp -l /usr/bin/node bin/ 2>/dev/null || cp /usr/bin/node bin/
                printf '#!/usr/bin/env node\\nconsole.log("npm", process.execPath)\\n' >lib/node_modules/npm/bin/npm-cli.js
                chmod +x lib/node_modules/npm/bin/npm-cli.js
                ln -s ../lib/node_modules/npm/bin/npm-cli.js bin/npm
                mkdir -p etc
                echo '//registry/:_authToken=deep' >etc/npmrc
                mkdir -p ~/.cargo/bin ~/.rustup/toolchains/stable
                printf '#!/bin/sh\\necho "${0##*/}" $(ls ~/.rustup/toolchains)\\n' >~/.cargo/bin/rustup
                chmod +x ~/.cargo/bin/rustup
                ln -s rustup ~/.cargo/bin/cargo
                echo token >~/.cargo/credentials.toml
                mkdir -p ~/own
                printf '#!/bin/sh\\necho my own $0\\n' >~/own/node
                chmod +x ~/own/node
                """
                    .formatted(NODE)))
        .succeeded();
    world
        .set("NVM_DIR", world.home() + "/.nvm")
        .set("CARGO_HOME", world.home() + "/.cargo")
        .set("RUSTUP_HOME", world.home() + "/.rustup")
        .set(
            "PATH",
            world.home()
                + "/"
                + NODE
                + ":"
                + world.home()
                + "/.cargo/bin:/usr/local/bin:/usr/bin:/bin:"
                + world.home()
                + "/empty");
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void theProfileToolchainsHasThePersonsProgramsWithoutTheirLogins() {
    String node = world.home() + "/" + NODE + "/node";
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--profile=toolchains")
                .shell(
                    """
                    command -v node
                    npm
                    cargo
                    echo "$NVM_DIR $RUSTUP_HOME ${CARGO_HOME-unset}"
                    ls -A ~/.cargo
                    test -s ~/.nvm/versions/node/*/etc/npmrc || echo masked
                    touch ~/.cargo/bin/x 2>/dev/null || echo read-only
                    """))
        .outIs(
            node
                + "\nnpm "
                + node
                + "\ncargo stable\n"
                + world.home()
                + "/.nvm "
                + world.home()
                + "/.rustup unset\nbin\nmasked\nread-only");
  }

  @Test
  void whatIsNotInsideIsToldOnceAndCanBeAdded() {
    OutcomeAssert.assertThat(
            Launch.of(world, "run").shell("command -v node; echo ${NVM_DIR-unset}"))
        .outIs("/usr/bin/node\nunset")
        .errContains("adds what is on your PATH and not inside: ~/" + NODE + ", ~/.cargo/bin")
        .errLacks("empty");
    OutcomeAssert.assertThat(
            Launch.of(world, "run")
                .with("--path", world.home() + "/own", "--path=" + world.home() + "/.cargo/bin")
                .shell("node; cargo; touch ~/own/x || :; echo $PATH"))
        .outContains("my own " + world.home() + "/own/node\ncargo\n")
        .outContains("\n" + world.home() + "/own:" + world.home() + "/.cargo/bin:/usr/")
        .errContains("Read-only file system")
        .errContains("not inside: ~/" + NODE + "\n");
  }

  @Test
  void aProfileAddsDirectoriesAndTheCommandIsFoundThere() {
    Profiles.write(
        world,
        "mine",
        """
        extends = "default"
        [environment]
        path = ["~/own", { path = "~/gone", optional = true }, "bin"]
        """);
    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=mine").command("node"))
        .outIs("my own " + world.home() + "/own/node");
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--profile=mine")
                .shell(
                    "mkdir bin && printf '#!/bin/sh\\necho new' >bin/tool && chmod +x bin/tool && tool"))
        .outIs("new");
  }

  @Test
  void aCommandThatIsNotInsideOtherwiseBringsItsOwnInterpreter() {
    OutcomeAssert.assertThat(Launch.quietly(world).command("npm"))
        .outIs("npm " + world.home() + "/" + NODE + "/node");
  }
}
