package dev.sandboxed.e2e.git;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits are signed inside by a key agent that runs outside, if a profile says so. */
class SigningIT {

  private static final String COMMIT = "git commit -q --allow-empty -S -m signed";

  private static final String OPT_IN =
      """
      extends = "default"
      [filesystem]
      read = [%s]
      [environment]
      pass = ["SSH_AUTH_SOCK"]
      """;

  private HostWorld world = HostWorld.create();

  @BeforeEach
  void aKeyOfAnAgent() {
    world.set("SSH_AUTH_SOCK", world.home().resolve("agent.sock").toString());
    shell(
        """
        ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/signing
        ssh-agent -a "$SSH_AUTH_SOCK" >/dev/null
        ssh-add -q ~/.ssh/signing
        git config --global gpg.format ssh
        git config --global user.signingKey "key::$(cat ~/.ssh/signing.pub)"
        """);
    Profiles.write(world, "signing", OPT_IN.formatted("\"$SSH_AUTH_SOCK\""));
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void shell(String script) {
    OutcomeAssert.assertThat(world.shell("set -e\n" + script)).succeeded();
  }

  @Test
  void withTheSocketGrantedCommitsAreSignedByAKeyThatStaysOutside() {
    Outcome inside =
        Launch.quietly(world)
            .with("--profile=signing")
            .shell(COMMIT + " && git cat-file -p HEAD; ls ~/.ssh/signing");

    OutcomeAssert.assertThat(inside)
        .outContains("-----BEGIN SSH SIGNATURE-----")
        .errContains("cannot access");
    OutcomeAssert.assertThat(world.shell("ls ~/.ssh/signing")).succeeded();
  }

  /**
   * One key brings the socket and what is known of hosts, and the audit says what that gives away.
   */
  @Test
  @Flips(profile = "sockets.ssh_agent")
  void oneKeyOfAProfileBringsTheAgentAndTheKnownHosts() {
    shell("echo 'example.org ssh-ed25519 AAAA' >~/.ssh/known_hosts; touch ~/.ssh/config");
    Profiles.write(world, "ssh", "extends = \"default\"\n[sockets]\nssh_agent = true\n");
    Profiles.write(world, "not", "extends = \"ssh\"\n[sockets]\nssh_agent = false\n");
    String look = "ssh-add -l; cat ~/.ssh/known_hosts; ls -A ~/.ssh; echo >>~/.ssh/known_hosts";

    OutcomeAssert.assertThat(
            Launch.of(world, "run", "--profile=ssh", "shell").with("--", "-c", look).outcome())
        .outContains("(ED25519)")
        .outContains("example.org ssh-ed25519 AAAA\nknown_hosts")
        .errContains("sign in as you")
        .errContains("Read-only file system");
    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=not").shell(look))
        .outLacks("ED25519");
    OutcomeAssert.assertThat(Launch.quietly(world).shell(look))
        .outLacks("ED25519")
        .outLacks("AAAA");
    OutcomeAssert.assertThat(world.shell("ssh-add -l")).succeeded().outContains("ED25519");
    world.set("SSH_AUTH_SOCK", "");
    OutcomeAssert.assertThat(Launch.of(world, "run", "--profile=ssh").command("true"))
        .succeeded()
        .errContains("ssh_agent: SSH_AUTH_SOCK is not set; nothing is shown");
  }

  @Test
  void withoutItNoneAreSigned() {
    OutcomeAssert.assertThat(Launch.quietly(world).shell(COMMIT))
        .exitedWith(128)
        // ssh-keygen 9 says "No private key found" before it, ssh-keygen 10 asks the agent first.
        .errContains("fatal: failed to write commit object");
    OutcomeAssert.assertThat(world.shell(COMMIT)).succeeded();
  }

  @Test
  void aMissingSocketThatTheProfileNamesStopsTheLaunch() {
    world.set("SSH_AUTH_SOCK", world.home().resolve("gone.sock").toString());

    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=signing").command("true"))
        .exitedWith(125)
        .errContains("signing.toml:3:9: there is no " + world.home().resolve("gone.sock"));
  }

  @Test
  void soDoesOneThatNoVariableNamesUnlessItIsOptional() {
    world.set("SSH_AUTH_SOCK", "");
    Profiles.write(
        world, "maybe", OPT_IN.formatted("{ path = \"$SSH_AUTH_SOCK\", optional = true }"));

    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=signing").command("true"))
        .exitedWith(125)
        .errContains("signing.toml:3:9: $SSH_AUTH_SOCK is not set");
    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=maybe").command("true"))
        .succeeded();
  }

  @Test
  void gpgAgentWorksThroughItsSocketToo() {
    shell(
        """
        mkdir -m 700 ~/.gnupg
        gpg --batch --quiet --passphrase '' --quick-generate-key ada@example.org ed25519 sign never
        git config --global --unset gpg.format
        git config --global user.signingKey ada@example.org
        """);
    Profiles.write(
        world,
        "gnupg",
        """
        extends = "default"
        [filesystem]
        read = ["~/.gnupg/pubring.kbx", "%s"]
        """
            .formatted(world.shell("gpgconf --list-dirs agent-socket").out().strip()));

    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--profile=gnupg")
                .shell(COMMIT + " && git cat-file -p HEAD; ls ~/.gnupg/private-keys-v1.d"))
        .outContains("-----BEGIN PGP SIGNATURE-----")
        .outLacks(".key");
    OutcomeAssert.assertThat(Launch.quietly(world).shell(COMMIT)).exitedWith(128);
    OutcomeAssert.assertThat(world.shell(COMMIT + " && ls ~/.gnupg/private-keys-v1.d"))
        .succeeded()
        .outContains(".key");
  }

  /**
   * By the main socket, gpg-agent hands out what it keeps; by the one that is inside it does not.
   */
  @Test
  void oneKeyOfAProfileBringsGpgAgentWhichSignsAndExportsNoSecretKey() {
    shell(
        """
        mkdir -m 700 ~/.gnupg
        gpg --batch --quiet --passphrase '' --quick-generate-key ada@example.org ed25519 sign never
        git config --global --unset gpg.format
        git config --global user.signingKey ada@example.org
        """);
    Profiles.write(world, "gnupg", "extends = \"default\"\n[sockets]\ngpg_agent = true\n");
    Profiles.write(
        world,
        "main",
        "extends = \"default\"\n[filesystem]\nread = [\"~/.gnupg/pubring.kbx\", \"%s\"]\n"
            .formatted(world.shell("gpgconf --list-dirs agent-socket").out().strip()));
    String export = "gpg --batch --armor --export-secret-keys ada@example.org";

    OutcomeAssert.assertThat(
            Launch.of(world, "run", "--profile=gnupg")
                .shell(COMMIT + " && git cat-file -p HEAD; ls -A ~/.gnupg"))
        .outContains("-----BEGIN PGP SIGNATURE-----")
        .outLacks("private-keys")
        .errContains("export no secret key");
    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=gnupg").shell(export))
        .outIs("")
        .errContains("Forbidden");
    OutcomeAssert.assertThat(Launch.quietly(world).with("--profile=main").shell(export))
        .outContains("PRIVATE KEY");
    OutcomeAssert.assertThat(world.shell(export)).succeeded().outContains("PRIVATE KEY");
    // Where both sockets are in one place, no rule could tell which one it is about.
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--profile=gnupg", "--read=" + world.home().resolve(".gnupg"))
                .shell(export))
        .outLacks("PRIVATE KEY");
  }
}
