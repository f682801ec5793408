package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.cli.InProcess.Ran;
import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile that is a file, and the commands that edit, compare and list profiles. */
class ProfileCommandsTest {

  @TempDir Path directory = Path.of("");

  private InProcess ana = new InProcess(Path.of("unset"));
  private Path mine = Path.of("unset");

  @BeforeEach
  void home() {
    ana = new InProcess(directory);
    mine = ana.home().resolve(".config/sandboxed/profiles/mine.toml");
  }

  private Ran explained(String profile) {
    return ana.run("explain", "command", "--profile=" + profile, "192.0.2.1");
  }

  private static void refused(Ran ran, String why) {
    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains(why);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aFileIsAProfileThatExtendsOthersByName() {
    Disk.file(mine, "extends = 'default'\ndescription = 'Mine'\n");
    Disk.file(ana.home().resolve("x/mine.toml"), "extends = 'mine'\nnetwork.tier = 'none'\n");

    for (String name : List.of("~/x/mine.toml", ana.home() + "/x/mine.toml", "../../x/mine.toml")) {
      assertThat(explained(name).out())
          .contains("there is no network")
          .contains("profile mine, " + ana.home() + "/x/mine.toml:2:");
    }
    assertThat(ana.run("profiles", "show", ana.home() + "/x/mine.toml").out())
        .contains("# default < mine < mine\n");
  }

  @ParameterizedTest
  @CsvSource({
    "./own.toml, in the project",
    "own.toml, in the project",
    "~/shared/x.toml, /shared",
    "~/link/x.toml, /shared",
    "~/way/x.toml, /shared",
  })
  void aFileThatAnAgentMayHaveWrittenIsNone(String file, String where) throws IOException {
    Path shared = Disk.directory(ana.home().resolve("shared"));
    Disk.file(ana.project().resolve("own.toml"), "network.tier = 'none'\n");
    Disk.file(shared.resolve("x.toml"), "network.tier = 'none'\n");
    Disk.file(ana.home().resolve("good/x.toml"), "network.tier = 'none'\n");
    Files.createSymbolicLink(shared.resolve("to"), ana.home().resolve("good"));
    Files.createSymbolicLink(ana.home().resolve("link"), shared);
    Files.createSymbolicLink(ana.home().resolve("way"), shared.resolve("to"));
    assertThat(explained("~/link/x.toml").status()).isZero();
    Disk.file(
        ana.state().resolve("writable.json"),
        "[{\"project\":\"/p\",\"path\":\"" + shared + "\",\"repository\":false}]");

    Ran ran = explained(file);
    refused(ran, "does not count as a profile: an agent may have written it");
    assertThat(ran.err()).contains(where).contains("cp ").contains("sandboxed allow");
    assertThat(explained("~/good/x.toml").status()).isZero();
  }

  @Test
  void aFileThatIsNoneIsRefusedWithTheReason() {
    refused(explained("~/none.toml"), "there is no file " + ana.home() + "/none.toml");
    refused(explained("~/x/mine"), "its name does not end with .toml");
    Disk.file(ana.home().resolve("My Own.toml"), "extends = 'default'\n");
    refused(explained("~/My Own.toml"), "\"My Own\" is not a name of a profile");
  }

  /** The person may be in any of its directories. */
  @Test
  void noEditorOfTheProjectIsStarted() {
    Disk.file(ana.project().resolveSibling(".git/HEAD"), "ref: refs/heads/main\n");
    Disk.directory(ana.project().resolveSibling(".git/objects"));
    Disk.directory(ana.project().resolveSibling(".git/refs"));
    for (String place : List.of("bin", "work/bin")) {
      Path bin = Disk.directory(ana.home().resolve(place));
      Disk.program(bin.resolve("planted-editor"), "#!/bin/sh\necho '# x' >>\"$1\"\n");
      ana.set("TERM", "xterm").set("VISUAL", "planted-editor").set("PATH", bin + ":/usr/bin:/bin");
      Ran ran = ana.run("profiles", "edit", "in-" + place.replace('/', '-'));
      assertThat(ran.err()).contains(place.equals("bin") ? "is saved" : "nothing has changed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"command", "shell"})
  void whatStandsForAProgramOfThePersonsHasNoVersions(String agent) {
    refused(ana.run("agents", "update", agent), "\"" + agent + "\" stands for a program of yours");
  }

  private Ran edit(String name, String script) {
    return ana.set("TERM", "xterm")
        .set("VISUAL", "sh -c '" + script + "' editor")
        .run("profiles", "edit", name);
  }

  @Test
  void aProfileIsEditedFromTheTemplateAndSavedAtOnce() throws IOException {
    Ran made =
        edit("mine", "echo description = 42 >/dev/null; sed -i s/^#tier.*/tier=\\\"none\\\"/ $1");
    assertThat(made.err()).contains(mine + " is saved");
    assertThat(mine).content().contains("extends = \"default\"").contains("tier=\"none\"");
    assertThat(Disk.mode(mine)).isEqualTo("rw-------");
    assertThat(edit("mine", "true").err()).contains("nothing has changed");
    assertThat(edit("other", "true").err()).contains("nothing has changed");
    assertThat(mine.resolveSibling("other.toml")).doesNotExist();
    try (var drafts = Files.list(mine.resolveSibling("../drafts"))) {
      assertThat(drafts).isEmpty();
    }
  }

  @Test
  void whatIsWrongIsKeptAsideAndTheProfileStaysAsItWas() {
    Disk.file(mine, "extends = \"default\"\n");
    Path draft = ana.home().resolve(".config/sandboxed/drafts/mine.toml");

    Ran broken = edit("mine", "echo nework = 1 >>$1");
    refused(broken, draft + ":2:1: unknown key \"nework\"");
    assertThat(broken.err()).contains(mine + " is as it was; what you wrote is kept in " + draft);
    assertThat(mine).content().isEqualTo("extends = \"default\"\n");

    Ran again = edit("mine", "sed -i s/nework.*/description=\\\"x\\\"/ $1");
    assertThat(again.err()).contains("going on with " + draft).contains("is saved");
    assertThat(mine).content().contains("description=\"x\"");
    assertThat(draft).doesNotExist();
  }

  @Test
  void nothingIsSavedOverAnotherChangeOrByAnEditorThatFails() throws IOException {
    Disk.file(mine, "extends = \"default\"\n");
    refused(edit("mine", "echo >>$1; echo >>" + mine), mine + " has changed in the meantime");
    Files.delete(ana.home().resolve(".config/sandboxed/drafts/mine.toml"));
    refused(edit("mine", "echo >>$1; exit 3"), "the editor ended with status 3");
    assertThat(mine).content().isEqualTo("extends = \"default\"\n\n");
    refused(ana.unset("VISUAL").set("TERM", "dumb").run("profiles", "edit", "a"), "set EDITOR");
  }

  @Test
  void aProfileThatIsALinkIsWrittenWhereItLeads() throws IOException {
    Path there = ana.home().resolve("dotfiles/mine.toml");
    Disk.file(there, "extends = \"default\"\n");
    Files.createDirectories(mine.resolveSibling(""));
    Files.createSymbolicLink(mine, there);
    assertThat(edit("mine", "echo >>$1").err()).contains("is saved");
    assertThat(mine).isSymbolicLink();
    assertThat(there).content().isEqualTo("extends = \"default\"\n\n");
  }

  @Test
  void twoProfilesAreComparedByWhatCounts() {
    Disk.file(
        mine, "extends = \"default\"\nnetwork.tier = \"none\"\nfilesystem.read = [\"~/a\"]\n");
    String difference =
        """
        # - default
        # + default < mine
        - network.tier           internet-only                      # profile default, %1$s/profiles/default.toml:4:8
        + network.tier           none                               # profile mine, %2$s:2:16
        + filesystem.read        ~/a                                # profile mine, %2$s:3:20
        """
            .formatted(Path.of("").toAbsolutePath(), mine);
    assertThat(ana.run("profiles", "diff", "mine").out()).isEqualTo(difference);
    assertThat(ana.run("profiles", "diff", "default", mine.toString()).out()).isEqualTo(difference);
    assertThat(ana.run("profiles", "diff", "mine", "mine").out())
        .isEqualTo("# no difference between default < mine and default < mine\n");
  }

  private JsonNode json(String... words) throws JsonProcessingException {
    Ran ran = ana.run(words);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines()).hasSize(1);
    JsonNode node = new JsonMapper().readTree(ran.out());
    assertThat(node.path("version").intValue()).isEqualTo(1);
    return node;
  }

  @Test
  void programsGetTheListsAsJson() throws JsonProcessingException {
    Disk.file(mine, "extends = \"default\"\n[network]\nteir = \"none\"\n");
    JsonNode listed = json("profiles", "list", "--json");
    assertThat(listed.path("agents").findValuesAsText("name")).contains("claude", "command");
    JsonNode first = listed.path("profiles").get(0);
    assertThat(first.path("name").textValue()).isEqualTo("mine");
    assertThat(first.path("file").textValue()).isEqualTo(mine.toString());
    assertThat(first.path("from").textValue()).isEqualTo("yours");
    assertThat(first.path("hidden").booleanValue()).isFalse();
    assertThat(first.at("/problems/0/line").intValue()).isEqualTo(3);

    JsonNode shown = json("profiles", "show", "strict", "--json");
    assertThat(shown.path("chain").findValuesAsText("name")).containsExactly("default", "strict");
    assertThat(shown.at("/statements/0/key").textValue()).isEqualTo("network.tier");

    JsonNode changes = json("profiles", "diff", "offline", "--json").path("changes");
    assertThat(changes).hasSize(1);
    assertThat(changes.at("/0/after/value").textValue()).isEqualTo("none");

    Disk.file(mine, "extends = \"default\"\n");
    assertThat(json("profiles", "check", mine.toString(), "--json").at("/profiles/0").textValue())
        .isEqualTo("mine");
    JsonNode garbage = json("gc", "--dry-run", "--json");
    assertThat(garbage.path("dryRun").booleanValue()).isTrue();
    assertThat(garbage.path("removed")).isEmpty();
    assertThat(garbage.path("kept")).isEmpty();
    assertThat(garbage.path("bytes").longValue()).isZero();
  }

  @Test
  void programsGetExplanationsAsJson() throws JsonProcessingException {
    JsonNode said =
        json("explain", "command", "--json", "--network=none", "a", "HOME", "1.1.1.1", "x.org")
            .path("explanations");
    assertThat(said.findValuesAsText("kind"))
        .containsExactly("path", "variable", "address", "host");
    assertThat(said.findValuesAsText("answer"))
        .containsExactly("writable", "set", "blocked", "blocked");
    assertThat(said.get(0).path("origin").textValue()).isEqualTo("the project");
    assertThat(ana.run("explain", "command", "--network=none", "--", "--json").out())
        .startsWith("--json: writable");
  }
}
