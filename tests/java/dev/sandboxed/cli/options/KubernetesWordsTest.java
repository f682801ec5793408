package dev.sandboxed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesWordsTest {

  private static final List<String> USUAL =
      List.of("--image", "i", "--project-ref", "https://git.example/shop#main");

  private static List<String> words(String... more) {
    return Stream.concat(USUAL.stream(), Stream.of(more)).toList();
  }

  private static String refusal(List<String> words) {
    return String.join("\n", Refusals.textsOf(() -> KubernetesWords.divide(words)));
  }

  @Test
  void itsOwnOptionsComeBeforeTheAgentAndTheRestIsRuns() {
    KubernetesWords divided =
        KubernetesWords.divide(
            words(
                "--count=3",
                "--accept",
                "files",
                "--accept=login",
                "claude",
                "--network",
                "none",
                "--count",
                "x"));

    assertThat(divided.value(KubernetesWords.COUNT)).contains("3");
    assertThat(divided.all(KubernetesWords.ACCEPT)).containsExactly("files", "login");
    assertThat(divided.run().agent()).isEqualTo(Optional.of("claude"));
    assertThat(divided.run().options()).containsExactly("--network", "none");
    assertThat(divided.run().agentWords()).containsExactly("--count", "x");
  }

  @Test
  void everyOptionOfTheHelpIsOneAndHasAValue() {
    List<String> unknown = new ArrayList<>();
    new picocli.CommandLine(new ExportOptions.Kubernetes())
        .getCommandSpec().options().stream()
            .map(option -> option.longestName())
            .filter(name -> !name.equals("--help"))
            .filter(name -> !refusal(List.of(name)).contains(name + " needs a value"))
            .forEach(unknown::add);

    assertThat(unknown).isEmpty();
    assertThat(refusal(List.of("--imagine"))).doesNotContain("needs a value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --kind             | pod
          --name             | Big
          --name             | a.b
          --name             | -a
          --image            | a b
          --image            | -a
          --project-claim    | a/b
          --project-ref      | ext::sh -c x
          --project-ref      | file:///home
          --project-ref      | https://ana:secret@git.example/shop
          --project-ref      | https://token@git.example/shop
          --project-ref      | https://git.example/shop?token=secret
          --project-ref      | https://git.example/shop#-x
          --project-ref      | https://git.example/shop#a b
          --project-ref      | -https://git.example/shop
          --project-size     | 0
          --project-size     | 10 GB
          --login-secret     | a_b
          --variable         | A=B
          --runtime-class    | a:b
          --seccomp-profile  | /etc/x
          --seccomp-profile  | a/../../x
          --count            | 0
          --count            | 1000000
          """)
  void aValueThatIsNotOneIsRefusedByItsOption(String option, String value) {
    List<String> words = new ArrayList<>(List.of(option, value));
    if (!option.equals("--image")) {
      words.addAll(List.of("--image", "i"));
    }
    words.add("claude");

    assertThat(refusal(words)).startsWith(option + " \"").contains(" is not ");
  }

  @Test
  void whatBelongsTogetherIsAskedFor() {
    assertThat(refusal(List.of("claude"))).contains("--image IMAGE");
    assertThat(refusal(List.of("--image", "i", "claude")))
        .contains("--project-claim NAME or --project-ref");
    assertThat(refusal(words("--login-secret", "s", "claude")))
        .contains("neither goes without the other");
    assertThat(refusal(words("--variable", "KEY", "claude")))
        .contains("neither goes without the other");
    assertThat(refusal(words("--image", "j", "claude"))).contains("--image is there twice");
    assertThat(refusal(words("--kind", "sandbox", "--count", "2", "claude")))
        .contains("--count has no place");
    assertThat(refusal(words("claude", "--dry-run"))).contains("--dry-run has no place here");
    assertThat(refusal(words("--project-claim", "c", "--project-size", "1Gi", "claude")))
        .contains("a claim has its own size");
  }
}
