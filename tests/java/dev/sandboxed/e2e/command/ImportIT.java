package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings of other tools become profiles that mean the same in a real sandbox. */
class ImportIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/profile.md");

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void write(String file, String text) throws IOException {
    Path path = world.home().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void imported(String kind, String file) {
    assertThat(world.shell("sandboxed profiles import " + kind + " ~/" + file + " >~/mine.toml"))
        .succeeded();
    assertThat(world.shell("sandboxed profiles check ~/mine.toml"))
        .succeeded()
        .outIs("nothing is wrong with mine");
  }

  private Outcome inside(String script) {
    return Launch.quietly(world)
        .with("--profile", world.home().resolve("mine.toml").toString())
        .shell(script);
  }

  /** A probe that does what it tries outside, and only what it may inside. */
  private void closedInside(String probe) {
    assertThat(world.shell(probe)).succeeded();
    assertThat(inside(probe)).failed();
  }

  private void openInside(String probe) {
    assertThat(inside(probe)).succeeded();
  }

  @Test
  void whatSrtClosesIsClosedAndWhatItOpensIsOpen() throws IOException {
    write("docs/guide.txt", "guide\n");
    write("docs/private/key.txt", "key\n");
    write("cache/old.txt", "old\n");
    write("work/project/secret/x", "x\n");
    write("work/project/locked/x", "x\n");
    write(
        ".srt-settings.json",
        """
        {
          "network": {"allowedDomains": [], "deniedDomains": []},
          "filesystem": {
            "denyRead": ["~", "./secret", "~/docs/private"],
            "allowRead": ["~/docs"],
            "allowWrite": [".", "~/cache"],
            "denyWrite": ["locked"]
          }
        }
        """);
    imported("srt", ".srt-settings.json");

    openInside("cat ~/docs/guide.txt && touch new ~/cache/new");
    closedInside("cat secret/x");
    closedInside("cat ~/docs/private/key.txt");
    closedInside("cat ~/.gitconfig");
    closedInside("touch ~/docs/guide.txt");
    closedInside("touch locked/x");
    assertThat(explained(world.home().resolve("mine.toml").toString(), "192.0.2.1"))
        .contains("there is no network");
    assertThat(world.shell("test -e ~/cache/new")).succeeded();
  }

  @Test
  void aProjectThatSrtMayNotWriteIsReadOnly() throws IOException {
    write("srt.json", "{\"filesystem\": {\"allowWrite\": [\"out\"]}}");
    write("work/project/out/x", "x\n");
    imported("srt", "srt.json");

    openInside("cat README.md && touch out/y");
    closedInside("touch README.md");
  }

  @Test
  void whatClaudeMayNotReadOrEditIsClosed() throws IOException {
    write("notes/a.txt", "a\n");
    write("work/project/deep/my.secret", "s\n");
    write("work/project/infra/main.tf", "x\n");
    write(
        "work/project/.claude/settings.json",
        """
        {
          // Comments are fine.
          "permissions": {
            "deny": ["Read(*.secret)", "Edit(infra/**)", "Bash(curl *)", "WebFetch(domain:gist.github.com)"],
            "allow": ["Read(~/notes/**)", "WebFetch(domain:docs.example.org)"],
          },
          "sandbox": {"network": {"allowedDomains": ["registry.npmjs.org"]}},
        }
        """);
    imported("claude-code", "work/project/.claude/settings.json");

    openInside("cat ~/notes/a.txt && cat infra/main.tf && touch new");
    closedInside("grep s deep/my.secret");
    closedInside("touch infra/main.tf");
    closedInside("touch ~/notes/a.txt");
    String mine = world.home().resolve("mine.toml").toString();
    assertThat(explained(mine, "registry.npmjs.org")).contains("allow registry.npmjs.org");
    assertThat(explained(mine, "docs.example.org")).contains("allow docs.example.org");
    assertThat(explained(mine, "gist.github.com")).contains("deny gist.github.com");
  }

  private String explained(String profile, String host) {
    Outcome outcome = world.sandboxed("explain", "shell", "--profile", profile, host);
    assertThat(outcome).succeeded();
    return outcome.out();
  }

  @Test
  void aDevContainerGivesItsMountsAndVariables() throws IOException {
    write("data/x.txt", "x\n");
    write("scratch/x.txt", "x\n");
    write(
        "work/project/.devcontainer/devcontainer.json",
        """
        {
          "image": "example.org/image", // never fetched
          "mounts": [
            "source=${localEnv:HOME}/data,target=/data,type=bind,readonly",
            {"type": "bind", "source": "${localEnv:HOME}/scratch", "target": "/scratch"},
          ],
          "containerEnv": {"STAGE": "$(touch ~/ran)\\n\\"x\\"", "TOKEN": "${localEnv:TOKEN}"},
          "postCreateCommand": "touch ~/ran",
          "initializeCommand": "touch ~/ran",
        }
        """);
    imported("devcontainer", "work/project/.devcontainer/devcontainer.json");
    world.set("TOKEN", "a token");

    openInside("cat ~/data/x.txt && touch ~/scratch/y && test \"$TOKEN\" = 'a token'");
    openInside("test \"$STAGE\" = '$(touch ~/ran)\n\"x\"'");
    closedInside("touch ~/data/x.txt");
    assertThat(world.home().resolve("ran")).doesNotExist();
  }

  @Test
  void itIsSavedOnceAndNeverOverAnother() throws IOException {
    write("srt.json", "{\"network\": {\"allowUnixSockets\": [\"/run/x.sock\"]}}");
    Path saved = world.home().resolve(".config/sandboxed/profiles/from-srt.toml");
    String command = "sandboxed profiles import srt ~/srt.json --save from-srt";

    assertThat(world.shell(command))
        .succeeded()
        .outContains(saved + "\n")
        .outContains("srt.json:1:34 network.allowUnixSockets: no socket of this machine is inside")
        .outContains("--profile from-srt");
    assertThat(saved).content().contains("tier = \"none\"");
    Files.writeString(saved, "extends = \"offline\"\n");
    assertThat(world.shell(command)).exitedWith(125).errContains(saved + " already exists");
    assertThat(saved).hasContent("extends = \"offline\"\n");
  }

  @Test
  void badInputIsOneErrorAndNothingIsWritten() throws IOException {
    write("bad.json", "{\n  \"network\": {\"allowedDomains\": 7}\n}\n");
    assertThat(world.shell("sandboxed profiles import srt ~/bad.json --save x"))
        .exitedWith(125)
        .outIs("")
        .errContains("bad.json:2:33: network.allowedDomains must be a list");
    write("bad.json", "{\n  \"network\": {\n");
    assertThat(world.shell("sandboxed profiles import srt ~/bad.json --save x"))
        .exitedWith(125)
        .outIs("")
        .errContains("bad.json:3:1: invalid JSON");
    assertThat(world.shell("sandboxed profiles import srt ~/none.json"))
        .exitedWith(125)
        .errContains("there is no file");
    assertThat(world.shell("sandboxed profiles import"))
        .exitedWith(125)
        .errContains("srt|claude-code|devcontainer");
    assertThat(world.home().resolve(".config/sandboxed/profiles")).doesNotExist();
  }

  /** The example of docs/profile.md, as it is printed. */
  @Test
  void theDocumentShowsWhatIsPrinted() throws IOException {
    Matcher example =
        Pattern.compile(
                "(?sm)^```json\n(\\{\n  \"network\".*?)^```$.*?^```console\n\\$ (sandboxed profiles import .*?)\n(.*?)^```$")
            .matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    write("work/project/srt-settings.json", example.group(1));

    Outcome printed = world.shell(example.group(2));

    assertThat(printed).succeeded();
    assertThat(printed.out().lines().toList())
        .isEqualTo(List.copyOf(example.group(3).lines().toList()));
  }
}
