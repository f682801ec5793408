package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.policy.Resolved;
import dev.sandboxed.profile.Access;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketsTest {

  private static final String SHOP = "/home/ana/work/shop";

  private final Machine machine = Machine.withUsr();
  private final FileTree files =
      machine.files().socket(SHOP + "/run/db.sock").with("/home/ana/link -> work/shop/run/db.sock");

  @Test
  void aSocketInTheProjectIsMasked() {
    assertThat(grants()).contains("DENY " + SHOP + "/run/db.sock");
  }

  @Test
  void aSocketInAReadOnlyGrantIsMaskedToo() {
    files.socket("/home/ana/docs/s");
    assertThat(grants(layer("a").read("~/docs"))).contains("DENY /home/ana/docs/s");
  }

  @Test
  void whoeverNamesItOpensIt() {
    assertThat(grants(layer("a").read("run/db.sock"))).contains("READ " + SHOP + "/run/db.sock");
  }

  /** An agent could have moved it to there. */
  @Test
  void aRuleThatProtectsANameDoesNotOpenIt() {
    files.socket(SHOP + "/.npmrc").with(SHOP + "/.vscode -> run/db.sock");
    assertThat(
            grants(
                layer("a").optional(Access.PROTECT, ".npmrc").optional(Access.PROTECT, ".vscode")))
        .contains("DENY " + SHOP + "/.npmrc", "DENY " + SHOP + "/run/db.sock");
  }

  @Test
  void aGrantOfItsDirectoryDoesNotNameIt() {
    assertThat(grants(layer("a").read("run"))).contains("DENY " + SHOP + "/run/db.sock");
  }

  @Test
  void aNameThatLeadsToItOpensThatNameAlone() {
    assertThat(grants(layer("a").read("~/link")))
        .contains("READ /home/ana/link from " + SHOP + "/run/db.sock")
        .contains("DENY " + SHOP + "/run/db.sock");
  }

  private List<String> grants(Layers... chain) {
    return Resolved.policy(machine, files, chain).filesystem().grants().stream()
        .map(Resolved::text)
        .toList();
  }
}
