package dev.sandboxed.policy.masks;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.host.survey.Survey;
import dev.sandboxed.policy.Resolved;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretKindsTest {

  private static final Path SHOP = Path.of("/home/ana/work/shop");

  private final Machine machine = Machine.withUsr();
  private final FileTree files = machine.files();

  @Test
  void whatIsOpenIsCountedByKindsWithAnExampleOfEach() {
    found("**/*.pem", "certs/dev.pem", "x.pem");
    found("**/.env", "web/.env");
    assertThat(notes())
        .containsExactly(
            "not masked (--profile strict or deny would mask them): 2 private keys (certs/dev.pem, …), 1 .env (web/.env)");
  }

  @Test
  void whatIsMaskedIsNotOpen() {
    found("**/.env", "web/.env", "vault/.env");
    files.with(SHOP + "/web/.env", SHOP + "/vault/.env");
    assertThat(notes(layer("a").deny("vault").deny("web/.env"))).isEmpty();
  }

  @Test
  void neitherTemplatesNorPackagesAreSecrets() {
    found("**/.env.*", ".env.example", "web/.env.sample");
    found("**/*.pem", "node_modules/a/test.pem", ".venv/lib/cacert.pem");
    assertThat(notes()).isEmpty();
  }

  @Test
  void aNameCannotDrawOnTheTerminal() {
    found("**/*.pem", "a\u001b[2J\nb.pem");
    assertThat(notes().getFirst()).contains("(a?b.pem)");
  }

  @Test
  void moreThanAreKeptAreNotCounted() {
    found(
        "**/*.pem",
        IntStream.range(0, Survey.MOST_COUNTED)
            .mapToObj(number -> number + ".pem")
            .toArray(String[]::new));
    assertThat(notes().getFirst()).contains("1000 or more private keys (0.pem, …)");
  }

  private void found(String pattern, String... names) {
    files.counted(new Glob(SHOP, pattern), Stream.of(names).map(SHOP::resolve).toList());
  }

  private List<String> notes(Layers... chain) {
    return Resolved.policy(machine, files, chain).remarks().stream()
        .map(Remark::text)
        .filter(remark -> remark.startsWith("not masked"))
        .toList();
  }
}
