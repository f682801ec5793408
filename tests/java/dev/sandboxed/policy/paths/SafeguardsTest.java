package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.policy.Resolved;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeguardsTest {

  private final Machine machine = Machine.withUsr();
  private final FileTree files =
      machine.files().with("/home/ana/.config/editor/", "/run/user/1000/");

  @Test
  void itsOwnDirectoriesAreMaskedInsideWiderGrants() {
    files.with("/home/ana/.local/share/sandboxed/");
    assertThat(grants(layer("a").write("~")))
        .contains(
            "DENY /home/ana/.config/sandboxed",
            "DENY /home/ana/.local/state/sandboxed",
            "DENY /home/ana/.cache/sandboxed",
            "DENY /home/ana/.local/share/sandboxed");
  }

  /** Nobody knows whether the next launch has the variables of this one. */
  @ParameterizedTest
  @ValueSource(strings = {".cache", ".config", ".local/share", ".local/state"})
  void whatALaunchWithoutTheVariablesWouldObeyIsMasked(String usual) {
    String own = "/home/ana/" + usual + "/sandboxed";
    machine.movedByVariables();
    files.with("/home/ana/" + usual + "/", "/home/ana/elsewhere/sandboxed/");
    // The agent could make it.
    assertThat(grants(layer("a").write("~/" + usual))).contains("DENY " + own);
    assertThat(grants(layer("a").read("~/" + usual))).doesNotContain("DENY " + own);
    files.with(own + "/");
    assertThat(grants(layer("a").write("~/" + usual))).contains("DENY " + own);
    assertThat(Refusals.codesOf(() -> grants(layer("a").write("~/" + usual + "/sandboxed"))))
        .containsExactly("policy.own-directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "/etc",
        "/usr/local/bin",
        "/var/lib/db",
        "/var",
        "/nix",
        "~/system"
      })
  void whatBelongsToTheSystemIsNotWritable(String path) {
    files.with(
        "/etc/passwd",
        "/usr/local/bin/",
        "/var/lib/db/",
        "/nix/store/",
        "/home/ana/system -> /etc");
    assertThat(grants(layer("a").read(path))).isNotEmpty();
    assertThat(Refusals.codesOf(() -> grants(layer("a").write(path))))
        .containsExactly("policy.system-write");
  }

  @Test
  void aLaterLayerDoesNotLiftTheMask() {
    assertThat(
            Refusals.codesOf(
                () -> grants(layer("a").read("~/.config"), layer("b").read("~/.config/sandboxed"))))
        .containsExactly("policy.missing-path");
    files.with("/home/ana/.config/sandboxed/");
    assertThat(
            Refusals.codesOf(
                () -> grants(layer("a").read("~/.config"), layer("b").read("~/.config/sandboxed"))))
        .containsExactly("policy.own-directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~/.config/sandboxed",
        "~/.config/sandboxed/profiles",
        "~/.cache/sandboxed/plans",
        "~/.local/state/sandboxed/instances/0/agent",
        "~/.local/share/sandboxed/agents",
        "~/innocent",
      })
  void aGrantOfItsOwnDirectoryOrFromInsideIsRefused(String path) {
    files.with(
        "/home/ana/.config/sandboxed/profiles/",
        "/home/ana/.cache/sandboxed/plans/",
        "/home/ana/.local/state/sandboxed/instances/0/agent/",
        "/home/ana/.local/share/sandboxed/agents/",
        "/home/ana/innocent -> .config/sandboxed/profiles");
    assertThat(Refusals.codesOf(() -> grants(layer("a").read(path).deny("~/.cache/x"))))
        .containsExactly("policy.own-directory");
    assertThat(Refusals.codesOf(() -> grants(layer("a").write(path))))
        .containsExactly("policy.own-directory");
  }

  @Test
  void everyForbiddenGrantIsReportedAtOnce() {
    files.with("/home/ana/.config/sandboxed/", "/home/ana/.cache/sandboxed/");
    assertThat(
            Refusals.textsOf(
                () -> grants(layer("a").read("~/.config/sandboxed").write("~/.cache/sandboxed"))))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("a.toml:1:1: no sandbox may reach"),
            second -> assertThat(second).startsWith("a.toml:2:1: no sandbox may reach"));
  }

  @Test
  void denyingItsOwnDirectoryIsHarmless() {
    files.with("/home/ana/.config/sandboxed/profiles/");
    assertThat(grants(layer("a").read("~/.config").deny("~/.config/sandboxed/profiles")))
        .contains("DENY /home/ana/.config/sandboxed");
  }

  @Test
  void aMaskIsWhereASymlinkedGrantShowsTheDirectory() {
    files.with("/home/ana/conf -> .config", "/home/ana/.config/sandboxed/");
    assertThat(grants(layer("a").read("~/conf")))
        .contains("DENY /home/ana/conf/sandboxed from /home/ana/.config/sandboxed");
  }

  @Test
  void aMaskIsWhereItsOwnDirectoryReallyIs() {
    files.with("/home/ana/.config/sandboxed -> /home/ana/dotfiles/sandboxed");
    files.with("/home/ana/dotfiles/sandboxed/profiles/");
    assertThat(grants(layer("a").write("~/dotfiles")))
        .contains("DENY /home/ana/dotfiles/sandboxed");
  }

  @Test
  void passwordHashesAreMaskedEvenWhereAllOfEtcIsGranted() {
    assertThat(grants(layer("a").read("/etc")))
        .contains("READ /etc", "DENY /etc/shadow", "DENY /etc/gshadow");
    assertThat(Refusals.codesOf(() -> grants(layer("a").read("/etc/shadow"))))
        .containsExactly("policy.own-directory");
  }

  @Test
  void whatLaunchesTheNextSandboxIsReadOnlyInAWritableCheckout() {
    machine.project("/home/ana/sandboxed").launcher("/home/ana/sandboxed/bin");
    files.with("/home/ana/sandboxed/bin/", "/home/ana/sandboxed/src/");
    assertThat(grants()).contains("WRITE /home/ana/sandboxed", "PROTECT /home/ana/sandboxed/bin");
  }

  @Test
  void whatLaunchesTheNextSandboxCanBeReadButNotWritten() {
    machine.launcher("/home/ana/tools/bin");
    files.with("/home/ana/tools/bin/");
    assertThat(grants(layer("a").read("~/tools/bin"))).contains("READ /home/ana/tools/bin");
    assertThat(Refusals.codesOf(() -> grants(layer("a").write("~/tools/bin"))))
        .containsExactly("policy.own-directory");
  }

  @Test
  void theProfilesThatWereReadAreReadOnly() {
    files.with("/profiles/a.toml", "/profiles/b.toml", "/profiles/agents/agent.toml");
    assertThat(grants(layer("a").write("/profiles")))
        .contains("PROTECT /profiles/a.toml", "PROTECT /profiles/agents/agent.toml")
        .doesNotContain("PROTECT /profiles/b.toml");
  }

  @Test
  void aWardDoesNotShowAFileThatAProfileMasks() {
    files.with("/profiles/a.toml");
    assertThat(grants(layer("a").write("/profiles").deny("/profiles/a.toml")))
        .contains("DENY /profiles/a.toml")
        .doesNotContain("PROTECT /profiles/a.toml");
  }

  @Test
  void theProjectsOwnProfileIsReadOnlyWhoeverAllowedIt() {
    files.with("/home/ana/work/shop/.sandboxed.toml");
    assertThat(grants(layer("a").write("~/work")))
        .contains("WRITE /home/ana/work/shop", "PROTECT /home/ana/work/shop/.sandboxed.toml");
    assertThat(grants(layer("a").deny(".sandboxed.toml")))
        .contains("DENY /home/ana/work/shop/.sandboxed.toml");
    assertThat(Refusals.codesOf(() -> grants(layer("a").write(".sandboxed.toml"))))
        .containsExactly("policy.own-directory");
  }

  /** Otherwise an agent could choose what is read-only in the next sandbox, or have it refused. */
  @ParameterizedTest
  @ValueSource(strings = {"/home/ana/work/shop", "/home/ana/work/shop/src/main", "/nowhere"})
  void whatASymlinkInItsPlaceLeadsToIsLeftAlone(String target) {
    files.with("/home/ana/work/shop/src/main");
    List<String> without = grants();

    files.with("/home/ana/work/shop/.sandboxed.toml -> " + target);

    assertThat(grants()).isEqualTo(without);
  }

  private List<String> grants(Layers... chain) {
    return Resolved.policy(machine, files, chain).filesystem().grants().stream()
        .map(Resolved::text)
        .toList();
  }
}
