package dev.sandboxed.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.denials.Refusal;
import dev.sandboxed.names.HostName;
import dev.sandboxed.names.PublicSuffixes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A person who watches is neither drowned nor worn out. */
class WatchedTest {

  private final Watched watched = new Watched();

  private void refused(String name) {
    watched.add(new Refusal("", "tls", name, "198.19.0.1:443", "denied", "", ""));
  }

  @Test
  void aFloodOfNamesIsAFewLinesAndFewQuestions() {
    Set<HostName> asked = new HashSet<>();
    for (int at = 0; at < 10_000; at++) {
      refused("n" + at + ".org");
      if (at % 100 == 99) {
        assertThat(watched.shown()).hasSizeLessThanOrEqualTo(Watched.MOST_LINES + 2);
        watched.next().ifPresent(asked::add);
      }
    }
    while (watched.next().map(asked::add).orElse(false)) {}

    assertThat(asked).hasSize(Watched.MOST_QUESTIONS);
    assertThat(watched.isTired()).isTrue();
  }

  @Test
  void theNewestNamesStayAndEachIsAskedAboutOnce() {
    for (int at = 0; at < 100; at++) {
      refused("n" + at + ".org");
    }
    assertThat(watched.next()).contains(new HostName("n99.org"));
    refused("n99.org");
    assertThat(watched.next()).contains(new HostName("n98.org"));
  }

  @Test
  void whatADenyRuleOrTheAddressRefusesIsNotAskedAbout() {
    watched.add(new Refusal("", "tls", "a.org", "198.19.0.1:443", "denied", "deny a.org, x", ""));
    watched.add(new Refusal("", "tls", "b.org", "198.19.0.1:443", "blocked", "allow b.org", ""));
    watched.add(new Refusal("", "tls", "", "198.19.0.1:443", "unnamed", "", ""));
    watched.add(new Refusal("", "streams", "", "198.19.0.1:22", "denied", "", ""));

    assertThat(watched.next()).isEqualTo(Optional.empty());
    assertThat(watched.shown()).hasSize(4);
  }

  @Test
  void aQuestionHasTheWholeNameAndWhoseItIs() {
    PublicSuffixes suffixes = PublicSuffixes.known();

    assertThat(QuestionText.of(new HostName("registry.npmjs.org.mirror.co.uk"), suffixes))
        .contains("\nregistry.npmjs.org.mirror.co.uk\n", "belongs to whoever has mirror.co.uk\n")
        .doesNotContain("xn--");
    assertThat(QuestionText.of(new HostName("xn--pypi-4ve.org"), suffixes))
        .contains("other scripts (xn--)");
    assertThat(QuestionText.of(new HostName("pypi.org"), suffixes)).doesNotContain("belongs");
  }
}
