package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person looks at what a project says about its sandbox, and allows it or does not. */
public class AllowIT {

  private static final String ESCAPE = "\u001b[";
  private static final Pattern DIGEST = Pattern.compile("--digest (sha256-\\S+)");

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final Path approvals = world.home().resolve(".local/state/sandboxed/approvals");

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void ifAProjectSaysNothingThereIsNothingToAllow() {
    assertThat(world.sandboxed("allow"))
        .succeeded()
        .outIs("there is nothing to allow in " + world.project())
        .errIsEmpty();
    assertThat(approvals).doesNotExist();
  }

  @Test
  void onATerminalOnlyAYesAllows() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    try (Terminal terminal = Terminal.bash(world)) {
      for (String answer : List.of("n", "", "yep", "no")) {
        asked(terminal).enter(answer).waitUntilShowsLine("nothing was allowed");
        terminal.waitUntilShowsLine("rc=1");
      }
      asked(terminal).press("C-d").waitUntilShows("nothing was allowed").waitUntilShows("rc=1");
      assertThat(approvals).doesNotExist();

      asked(terminal).enter("y").waitUntilShowsLine("allowed: .sandboxed.toml");
      terminal.waitUntilShowsLine("rc=0");
      terminal
          .clear()
          .enter("sandboxed allow")
          .waitUntilShowsLine("allowed already: .sandboxed.toml");

      projectFile("[environment]\nset = { A = \"2\" }\n");
      asked(terminal);
      assertThat(terminal.screen())
          .containsSubsequence(
              " [environment]",
              "-set = { A = \"1\" }",
              "+set = { A = \"2\" }",
              "1 line added, 1 removed",
              "it says: set A.",
              "Allow exactly this? [y/N]");
      terminal.enter("YES").waitUntilShowsLine("rc=0");
    }
    assertThat(world.sandboxed("allow")).succeeded().outContains("allowed already");
  }

  /** A project can make a terminal answer before anybody can read the question. */
  @Test
  void whatWasTypedBeforeTheQuestionIsNotAnAnswer() {
    projectFile("");
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.type("sandboxed allow; echo rc=$?\ny\n").waitUntilShows("[y/N]");
      terminal.enter("n").waitUntilShowsLine("rc=1");
    }
    assertThat(approvals).doesNotExist();
  }

  @Test
  void withoutATerminalItShowsTheDiffAndTheCommands() {
    projectFile("[network]\ntier = \"full\"\n");

    Outcome outcome = world.sandboxed("allow");

    assertThat(outcome)
        .exitedWith(125)
        .outIs("")
        .errContains("+tier = \"full\"")
        .errContains("2 lines added, 0 removed")
        .errContains("it says: network full.")
        .errContains("on a terminal: sandboxed allow " + world.project())
        .errLacks(ESCAPE)
        .errLacks("[y/N]");
    assertThat(approvals).doesNotExist();
    // The words of the attempt, as a shell reads them.
    assertThat(world.shell("eval \"$1\"", "sandboxed allow --digest " + digest(outcome) + " ."))
        .succeeded();
    assertThat(world.sandboxed("allow")).succeeded().outIs("allowed already: .sandboxed.toml");
  }

  @Test
  void aDigestAllowsItsContentAndNothingElse() {
    projectFile("[network]\ntier = \"full\"\n");
    String full = digest(world.sandboxed("allow"));
    projectFile("[network]\ntier = \"none\"\n");

    Outcome changed = world.sandboxed("allow", "--digest", full);
    assertThat(changed).exitedWith(125).outIs("").errContains("+tier = \"none\"");
    assertThat(world.sandboxed("allow", "--digest=sha256-", "."))
        .exitedWith(125)
        .errContains("nothing was allowed");
    assertThat(approvals).doesNotExist();

    assertThat(world.sandboxed("allow", "--digest", digest(changed)))
        .succeeded()
        .outIs("allowed: .sandboxed.toml");
    assertThat(world.sandboxed("allow", "--digest", full)).exitedWith(125);
    assertThat(world.sandboxed("allow")).succeeded().outIs("allowed already: .sandboxed.toml");
  }

  @Test
  void coloursAreForTerminalsAndTheFilesOwnAreNeverShown() {
    projectFile("# \u200b\u200d\n");
    String onATerminal = "script -qec 'sandboxed allow' /dev/null </dev/null";

    assertThat(world.shell(onATerminal))
        .outContains(ESCAPE + "32m+# \\u{200b}\\u{200d}")
        .outContains("2 characters that cannot be seen");
    assertThat(world.shell("NO_COLOR=1 " + onATerminal))
        .outContains("+# \\u{200b}\\u{200d}")
        .outLacks(ESCAPE);
  }

  @Test
  void theProjectIsTheOneThatRunWouldUse() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    assertThat(world.shell("mkdir -p deep/er && echo '[environment]' >../other/.sandboxed.toml"))
        .succeeded();
    String here = world.project().toString();

    assertThat(Launch.of(world, "allow").in(world.project().resolve("deep/er")).outcome())
        .exitedWith(125)
        .errContains("sandboxed allow " + here);
    assertThat(Launch.of(world, "allow", here).in(world.home()).outcome())
        .exitedWith(125)
        .errContains("sandboxed allow " + here);
    assertThat(Launch.of(world, "allow").in(world.home()).outcome())
        .exitedWith(125)
        .errContains("your home directory");
    assertThat(world.sandboxed("allow", "../nowhere")).exitedWith(125).errContains("nowhere");
    world.set("SANDBOXED_PROJECT", world.otherProject().toString());
    assertThat(world.sandboxed("allow"))
        .exitedWith(125)
        .errContains("sandboxed allow " + world.otherProject());
  }

  @Test
  void revokingTakesTheApprovalBack() {
    projectFile("[environment]\nset = { A = \"from-project\" }\n");
    allow();
    assertThat(Launch.quietly(world).shell("echo $A")).outIs("from-project");

    assertThat(world.sandboxed("allow", "--revoke")).succeeded().outContains("any more");

    assertThat(Launch.quietly(world).shell("echo $A")).outIs("");
    assertThat(world.sandboxed("allow", "--revoke")).succeeded().outContains("nothing was");
    assertThat(world.sandboxed("allow")).exitedWith(125);
  }

  @Test
  void anUnreliableRecordStopsTheLaunchUntilItIsRevoked() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    allow();
    assertThat(
            world.shell(
                "echo >>\"$1\"/*/project-file.json; : >\"$1\"/*/project-file.json",
                approvals.toString()))
        .succeeded();

    for (Outcome outcome :
        List.of(Launch.quietly(world).command("touch", "started"), world.sandboxed("allow"))) {
      assertThat(outcome)
          .exitedWith(125)
          .errContains("project-file.json does not say what you allowed")
          .errContains("sandboxed allow --revoke")
          .errLacks("Exception");
    }
    assertThat(world.project().resolve("started")).doesNotExist();

    assertThat(world.sandboxed("allow", "--revoke")).succeeded();
    assertThat(Launch.quietly(world).command("touch", "started")).succeeded();
  }

  @Test
  void manyAtOnceAreSafe() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    String digest = digest(world.sandboxed("allow"));

    List<Running> all =
        Stream.generate(() -> world.startSandboxed("allow", "--digest", digest)).limit(4).toList();

    assertThat(all).allSatisfy(one -> assertThat(one.finish()).succeeded().errLacks("Exception"));
    assertThat(world.sandboxed("allow")).succeeded().outContains("allowed already");
    // The lock; the project's: its path, its record, its copy of one file.
    assertThat(world.filesBelow(approvals)).hasSize(7);
  }

  @Test
  void whatCannotBeRecordedIsNotAllowed() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    String digest = digest(world.sandboxed("allow"));
    Path state = world.home().resolve(".local/state");
    assertThat(world.shell("mkdir -p \"$1\" && chmod a-w \"$1\"", state.toString())).succeeded();

    assertThat(world.sandboxed("allow", "--digest", digest))
        .exitedWith(125)
        .outIs("")
        .errContains("cannot make the directory " + state.resolve("sandboxed"))
        .errLacks("Exception");

    assertThat(world.shell("chmod u+w \"$1\"", state.toString())).succeeded();
    assertThat(world.sandboxed("allow")).exitedWith(125);
  }

  @Test
  void anAgentCannotAllowAnything() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    String digest = digest(world.sandboxed("allow"));
    String program = Checkout.program("sandboxed").toString();
    String home = world.home().toString();
    List<String> attempts =
        List.of(
            "\"$1\" allow --digest \"$2\"",
            "script -qec \"$1 allow\" /dev/null <<<y",
            "mkdir -p ~/.local/state/sandboxed/approvals && chmod 755 ~/.local/state/sandboxed",
            "mv ~/.local/state ~/.local/s; mkdir -p ~/.local/state/sandboxed/approvals");
    for (String attempt : attempts) {
      for (String grant : List.of("--read=" + home + "/.gitconfig", "--write=" + home)) {
        Launch.quietly(world)
            .with(grant, "--read=" + Checkout.directory())
            .with("--", "bash", "-c", attempt, "bash", program, digest)
            .outcome();
        assertThat(world.sandboxed("allow")).as(attempt).exitedWith(125);
      }
    }
    assertThat(Launch.quietly(world).shell("echo $A")).outIs("");

    // The same words outside.
    assertThat(world.shell(attempts.getFirst(), program, digest)).succeeded();
    assertThat(Launch.quietly(world).shell("echo $A")).outIs("1");
  }

  @Test
  void whatWasAllowedIsOutOfReachInside() {
    projectFile("[environment]\nset = { A = \"1\" }\n");
    allow();
    Map<String, String> probes = new LinkedHashMap<>();
    probes.put("read the record", "cat ~/.local/state/sandboxed/approvals/*/project-file.json");
    probes.put(
        "read a copy", "cat ~/.local/state/sandboxed/approvals/*/project-file.*-*/.sandboxed.toml");
    probes.put(
        "add to the record", "printf '' >>$(ls ~/.local/state/sandboxed/approvals/*/*.json)");
    probes.put("write beside it", "touch ~/.local/state/sandboxed/approvals/new");

    assertThat(Contrast.of(world, probes, "--write=" + world.home()))
        .hasSize(4)
        .allSatisfy(Contrast::assertWorksOutsideOnly);
  }

  private Terminal asked(Terminal terminal) {
    terminal.clear().enter("sandboxed allow; echo rc=$?");
    return terminal.waitUntilShows("Allow exactly this? [y/N]");
  }

  private void allow() {
    String digest = digest(world.sandboxed("allow"));
    assertThat(world.sandboxed("allow", "--digest", digest)).succeeded();
  }

  public static String digest(Outcome refused) {
    Matcher digest = DIGEST.matcher(refused.err());
    assertThat(digest.find()).as(refused.describe()).isTrue();
    return digest.group(1);
  }

  private void projectFile(String text) {
    try {
      Files.writeString(world.project().resolve(".sandboxed.toml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
