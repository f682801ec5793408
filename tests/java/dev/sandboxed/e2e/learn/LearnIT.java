package dev.sandboxed.e2e.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session needed becomes a profile, with which the same session works. */
class LearnIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Launch learning(String... more) {
    return Launch.of(world, "learn", "learned", "--quiet", "--network=none").with(more);
  }

  private Launch learned() {
    return Launch.quietly(world).with("--network=none", "--profile=learned");
  }

  private Launch observed() {
    return learned().with("--observe");
  }

  private Path profile() {
    return world.home().resolve(".config/sandboxed/profiles/learned.toml");
  }

  private void write(String place, String text) throws IOException {
    Path file = world.home().resolve(place);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void shell(String script) {
    OutcomeAssert.assertThat(world.shell("set -e\n" + script)).succeeded();
  }

  /** The same run fails without the profile, works with it, and still sees no key. */
  private String assertLearns(String script, String expected) throws IOException {
    OutcomeAssert.assertThat(Launch.quietly(world).with("--network=none").shell(script)).failed();

    OutcomeAssert.assertThat(learning("--yes").shell(script)).outContains(expected);

    OutcomeAssert.assertThat(observed().shell(script)).succeeded().outContains(expected);
    assertThat(Told.refused(world)).isEmpty();
    OutcomeAssert.assertThat(learned().shell("cat ~/.ssh/id_rsa"))
        .failed()
        .outLacks(world.sshKey());
    OutcomeAssert.assertThat(world.shell("cat ~/.ssh/id_rsa")).outContains(world.sshKey());
    return Files.readString(profile());
  }

  @Test
  void aPythonScriptWithModulesAndDataOfTheHome() throws IOException {
    write(
        "lib/python/greet.py",
        "def greet(): return 'hello ' + open('%s').read()\n"
            .formatted(world.home().resolve("data/name.txt")));
    write("data/name.txt", "Ada");
    write("data/other.txt", "not needed");
    write("data/api-token.txt", "secret");

    String text =
        assertLearns(
            "PYTHONPATH=~/lib/python /usr/bin/python3 -B -c 'import greet; print(greet.greet())'; test -e ~/data/name.txt",
            "hello Ada");

    assertThat(text)
        .contains("extends = \"default\"")
        .contains("\n  \"~/data/name.txt\", # python3, ")
        .contains("\n  \"~/lib/python/greet.py\", # python3, ")
        .doesNotContain("other.txt")
        .doesNotContain("token");
  }

  @Test
  void aBuildWithMakeAndCcOfLibrariesOfTheHome() throws IOException {
    write("sdk-of-mine/include/answer.h", "#define ANSWER 42\n");
    write(
        "build/Makefile",
        "all: ; cc -I \"$$HOME/sdk-of-mine/include\" -o answer answer.c && ./answer\n");
    shell(
        "cp ~/build/Makefile . && printf '#include <stdio.h>\\n#include \"answer.h\"\\nint main(void) { return printf(\"the answer is %%d\\\\n\", ANSWER) < 0; }\\n' >answer.c");

    assertThat(assertLearns("make", "the answer is 42"))
        .contains("\"~/sdk-of-mine/include/answer.h\", # cc1, once");
  }

  @Test
  void aSignedCommitWithoutTheKey() throws IOException {
    world.set("SSH_AUTH_SOCK", world.home().resolve("agent.sock").toString());
    shell(
        """
        ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/signing
        ssh-agent -a "$SSH_AUTH_SOCK" >/dev/null
        ssh-add -q ~/.ssh/signing
        git config --global gpg.format ssh
        git config --global user.signingKey ~/.ssh/signing
        """);
    String commit = "git commit -q --allow-empty -S -m signed && git cat-file -p HEAD";

    OutcomeAssert.assertThat(learning("--yes").shell(commit))
        .failed()
        .errContains("learn: not granted: keys of ssh stay outside: [sockets] ssh_agent = true")
        .errLacks("id_rsa");
    assertThat(profile()).doesNotExist();

    shell("git config --global user.signingKey \"key::$(cat ~/.ssh/signing.pub)\"");
    Profiles.write(world, "agent", "extends = \"default\"\n[sockets]\nssh_agent = true\n");
    write("templates/message", "from a template\n");
    OutcomeAssert.assertThat(
            learning("--yes", "--extends=agent").shell(commit + " && cat ~/templates/message"))
        .outContains("-----BEGIN SSH SIGNATURE-----");
    assertThat(Files.readString(profile()))
        .contains("extends = \"agent\"", "\"~/templates/message\"")
        .doesNotContain(".ssh/signing");
    OutcomeAssert.assertThat(observed().shell(commit + " && cat ~/templates/message"))
        .outContains("-----BEGIN SSH SIGNATURE-----")
        .outContains("from a template");
    assertThat(Told.refused(world)).isEmpty();
  }

  @Test
  void whatThePersonWroteStaysAndTheSameIsNotSaidTwice() throws IOException {
    write("notes/one", "1\n");
    write("notes/two", "2\n");
    String mine =
        "# mine\nextends = \"default\" # why\n\n[filesystem] # files\nread = [\"~/notes/one\"] # this one\n";
    Profiles.write(world, "learned", mine);

    OutcomeAssert.assertThat(learning("--yes").shell("cat ~/notes/one ~/notes/two"))
        .outContains("1\n2")
        .errContains("+  \"~/notes/two\", # cat, once");

    String after = Files.readString(profile());
    assertThat(after)
        .startsWith("# mine\nextends = \"default\" # why\n\n[filesystem] # files\n")
        .contains("read = [\"~/notes/one\",\n  \"~/notes/two\", # cat, once\n] # this one\n");
    OutcomeAssert.assertThat(learning("--yes").shell("cat ~/notes/one ~/notes/two"))
        .errContains("needed nothing that the profile learned does not give");
    assertThat(Files.readString(profile())).isEqualTo(after);
  }

  @Test
  void nothingIsWrittenUnlessThePersonSaysYesAndItCanBeProposedAgain() throws IOException {
    write("notes/one", "1\n");

    Outcome asked = learning().shell("cat ~/notes/one; exit 3");
    OutcomeAssert.assertThat(asked)
        .exitedWith(3)
        .errContains("+  \"~/notes/one\", # cat, once")
        .errContains("nothing was written: there is no terminal to ask on");
    assertThat(profile()).doesNotExist();

    String session =
        asked
            .err()
            .lines()
            .filter(line -> line.contains("--from "))
            .findFirst()
            .orElseThrow()
            .replaceFirst(".*--from ([0-9-]+).*", "$1");
    OutcomeAssert.assertThat(world.sandboxed("learn", "learned", "--from", session, "--yes"))
        .succeeded();
    assertThat(Files.readString(profile())).contains("\"~/notes/one\", # cat, once");
  }

  @Test
  void aProfileThatIsBrokenOrNotThePersonsIsRefusedBeforeAnythingStarts() {
    Profiles.write(world, "learned", "extends = \"default\"\n[filesystem\n");
    OutcomeAssert.assertThat(learning("--yes").shell("touch started"))
        .exitedWith(125)
        .errContains("learned.toml:2:");
    Profiles.write(world, "learned", "extends = \"default\"\n");
    OutcomeAssert.assertThat(learning("--extends=strict").shell("touch started"))
        .exitedWith(125)
        .errContains("extends default, and not \"strict\"");
    OutcomeAssert.assertThat(Launch.of(world, "learn", "strict", "--yes").shell("touch started"))
        .exitedWith(125)
        .errContains("the profile strict is not yours to write");
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  /** Whatever an agent makes or names, no secret is proposed, and no line that it wrote. */
  @Test
  void aHostileSessionGetsNothingOfThatProposed() throws IOException {
    write("docs/plain", "plain\n");
    write("docs/with \"quotes\"]", "odd\n");
    write(".aws/credentials", "aws\n");
    shell("ln -s ~/.ssh/id_rsa ~/docs/harmless; ln ~/.aws/credentials ~/docs/hard.key");
    Profiles.write(world, "learned", "extends = \"default\"\n");

    Outcome outcome =
        learning("--yes")
            .shell(
                """
                cat ~/docs/plain ~/docs/*quotes* ~/docs/harmless ~/docs/hard.key
                mkdir -p ~/.aws ~/.config/gh; echo fake >~/.aws/credentials; echo fake >~/.config/gh/hosts.yml
                cat ~/.aws/credentials ~/.config/gh/hosts.yml /proc/self/root$HOME/.ssh/id_rsa
                ln -s ~/.ssh keys; cat keys/id_rsa
                mkdir a; echo x >a/b; mv a ~/.moved; cat ~/.moved/b
                odd=$(printf 'x"]\\n[network]\\nallow = ["evil.example"]\\n#\\033[31m')
                mkdir -p ~/made; echo y >"$HOME/made/$odd"; cat "$HOME/made/$odd"
                cp /bin/cat "$odd-cat"; "./$odd-cat" ~/docs/plain
                """);

    assertThat(outcome.err())
        .doesNotContain("credentials\"", "id_rsa\"", "hosts.yml\"", "harmless\"", "evil.example")
        .doesNotContain("\u001b[31m");
    assertThat(Files.readString(profile()))
        .contains("\"~/docs/plain\"")
        .doesNotContain("aws", "ssh/", "gh/", "harmless", "hard.key", "quotes", "evil", "moved");
    OutcomeAssert.assertThat(world.sandboxed("profiles", "check", profile().toString()))
        .succeeded();
  }

  @Test
  void aCacheIsWrittenAndKeptOnceThePersonSaysSo() throws IOException {
    Files.createDirectories(world.home().resolve(".cache/pip"));

    OutcomeAssert.assertThat(
            learning("--yes").shell("mkdir -p ~/.cache/pip/http; echo wheel >~/.cache/pip/http/x"))
        .succeeded();

    assertThat(Files.readString(profile()))
        .contains("write = [\n  \"~/.cache/pip\", # ")
        .contains("what the agent puts there may run in later builds outside");
    OutcomeAssert.assertThat(learned().shell("echo wheel >~/.cache/pip/x")).succeeded();
    assertThat(world.home().resolve(".cache/pip/x")).exists();
  }
}
