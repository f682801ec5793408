package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathRequestsTest {

  private final Machine machine = Machine.withUsr();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "~,                      /home/ana",
        "~/x,                    /home/ana/x",
        "~other,                 /home/ana/work/shop/~other",
        "$HOME/x,                /home/ana/x",
        "${HOME}x,               /home/anax",
        "$PROJECT/x,             /home/ana/work/shop/x",
        "/home/$USER/x,          /home/ana/x",
        "$XDG_CONFIG_HOME/git,   /home/ana/.config/git",
        "$XDG_CACHE_HOME/pip,    /home/ana/.cache/pip",
        "$XDG_DATA_HOME/x,       /home/ana/.local/share/x",
        "$XDG_STATE_HOME/x,      /home/ana/.local/state/x",
        "$XDG_RUNTIME_DIR/bus,   /run/user/1000/bus",
        "a$$b,                   /home/ana/work/shop/a$b",
        "$$HOME,                 /home/ana/work/shop/$HOME",
        "src,                    /home/ana/work/shop/src",
        "./src/../lib/,          /home/ana/work/shop/lib",
        "../other,               /home/ana/work/other",
        ".,                      /home/ana/work/shop",
        "/a//b/./c/../d,         /a/b/d",
      })
  void aPathIsExpanded(String written, Path expanded) {
    assertThat(requests(layer("a").read(written)).linking()).containsExactly(expanded);
  }

  @Test
  void everyUnknownVariableIsReportedAtItsLine() {
    assertThat(Refusals.textsOf(() -> requests(layer("a").read("$FOO/x").deny("${BAR}"))))
        .satisfiesExactly(
            first ->
                assertThat(first).startsWith("a.toml:1:1: unknown variable $FOO").contains("$HOME"),
            second -> assertThat(second).startsWith("a.toml:2:1: unknown variable $BAR"));
  }

  @Test
  void theSocketOfAnSshAgentIsAPlace() {
    machine.sshAgent("/tmp/ssh-x/agent.1");
    assertThat(requests(layer("a").read("$SSH_AUTH_SOCK")).linking())
        .containsExactly(Path.of("/tmp/ssh-x/agent.1"));
  }

  @Test
  void aPlaceThatIsMissingIsReportedUnlessItIsOptional() {
    Layers optional = layer("a").optional(Access.READ, "$SSH_AUTH_SOCK").read("~/x");
    assertThat(requests(optional).linking()).containsExactly(Path.of("/home/ana/x"));
    assertThat(Refusals.textsOf(() -> requests(layer("a").read("$SSH_AUTH_SOCK"))))
        .singleElement()
        .asString()
        .startsWith("a.toml:1:1: $SSH_AUTH_SOCK is not set")
        .contains("{ path = \"$SSH_AUTH_SOCK\", optional = true }");
    assertThat(Refusals.codesOf(() -> requests(layer("a").optional(Access.READ, "$FOO"))))
        .containsExactly("policy.unknown-variable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/proc", "/proc/self", "/sys/kernel", "/dev/null", "/dev/../dev"})
  void whatBubblewrapMakesItselfIsNotGranted(String path) {
    assertThat(Refusals.codesOf(() -> requests(layer("a").read(path).write(path))))
        .containsExactly("policy.system-path", "policy.system-path");
  }

  @Test
  void onlyRestrictionsTakePatterns() {
    assertThat(Refusals.codesOf(() -> requests(layer("a").read("*.md").write("~/a?"))))
        .containsExactly("policy.glob-grants", "policy.glob-grants");
    assertThat(requests(layer("a").deny("*.md").protect("~/a/**/x?")).globs())
        .containsExactly(
            new Glob(Path.of("/home/ana/work/shop"), "*.md"),
            new Glob(Path.of("/home/ana/a"), "**/x?"));
  }

  @Test
  void aProjectThatHasAWildcardInItsNameIsTakenLiterally() {
    machine.project("/home/ana/a*b");
    assertThat(requests(layer("a").deny("*.pem")).globs())
        .containsExactly(new Glob(Path.of("/home/ana/a*b"), "*.pem"));
    assertThat(requests(layer("a").read("src").read("$PROJECT/lib")).linking())
        .containsExactly(Path.of("/home/ana/a*b/src"), Path.of("/home/ana/a*b/lib"));
  }

  @Test
  void onlyTheSymlinksOfWhatALayerGrantsHaveToWork() {
    assertThat(requests(layer("a").read("~/a").write("~/b").deny("~/c").protect("~/d")).linking())
        .containsExactly(Path.of("/home/ana/a"), Path.of("/home/ana/b"));
  }

  @Test
  void theFileProbeIsSentToEveryPath() {
    assertThat(requests(layer("a").read("~/a").deny("~/c"), layer("b").protect("~/d")).paths())
        .contains(
            Path.of("/usr"),
            Path.of("/home/ana/work/shop"),
            Path.of("/home/ana/a"),
            Path.of("/home/ana/c"),
            Path.of("/home/ana/d"));
  }

  private PathRequests requests(Layers... layers) {
    return PathRequests.of(
        machine.facts(),
        machine.repository(),
        List.of(layers).stream().map(Layers::built).toList(),
        MovedPlaces.NONE);
  }
}
