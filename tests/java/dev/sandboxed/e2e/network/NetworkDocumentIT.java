package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what docs/sessions.md shows beside a session against one. */
class NetworkDocumentIT {

  private static final String SESSION =
      """
      curl -sk https://pypi.org/ || echo refused
      until [ -e go ]; do sleep 0.05; done
      curl -sk https://pypi.org/
      """;

  @Test
  void eachCommandPrintsWhatIsShown() throws IOException {
    Matcher block =
        Pattern.compile("(?s)## Beside a session.*?```console\n(.*?)```")
            .matcher(Files.readString(Checkout.directory().resolve("docs/sessions.md")));
    assertThat(block.find()).isTrue();
    List<String> examples = List.of(block.group(1).substring(2).split("\n\\$ ", -1));
    assertThat(examples).hasSize(3);
    try (NamedHosts hosts = new NamedHosts()) {
      hosts.world.install("sandboxed", Checkout.program("sandboxed"));
      Running session =
          hosts
              .allowing("registry.npmjs.org")
              .shellLaunch(SESSION)
              .start()
              .waitUntilPrints("refused");
      for (String example : examples) {
        String[] parts = example.strip().split("\n", 2);
        String expected =
            Stream.of(parts[1].split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        assertThat(hosts.world.shell(parts[0]).out().strip()).as(parts[0]).matches(expected);
      }
      OutcomeAssert.assertThat(hosts.world.shell("touch go")).succeeded();
      OutcomeAssert.assertThat(session.finish()).outContains("tls pypi.org");
    }
  }
}
