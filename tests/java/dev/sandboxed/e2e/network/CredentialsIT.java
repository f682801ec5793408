package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A credential is put in outside, in its header, for its hosts, and is nowhere else. */
class CredentialsIT {

  private static final String REAL = "the-real-value-0123456789";

  private static final String OF_THE_API =
      """
      allow = ['api.example', 'two.example', 'other.example']
      [credentials.api]
      variable = 'API_KEY'
      hosts = ['api.example', 'two.example']
      """;

  private final NamedHosts hosts = new NamedHosts();

  @BeforeEach
  void setUp() {
    hosts.world.set("API_KEY", REAL).set("SSL_CERT_FILE", hosts.certificate().toString());
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private Launch with(String... forms) {
    return hosts.sandboxed(OF_THE_API + String.join("\n", forms));
  }

  /** What the hosts got, with the real value or without. */
  private List<Boolean> real() {
    return hosts.recorded().stream().map(line -> line.contains(REAL)).toList();
  }

  @Test
  @Flips(
      profile = {
        "credentials.name.variable",
        "credentials.name.hosts",
        "credentials.name.header",
        "credentials.name.prefix"
      })
  void thePlaceholderOfAHeaderArrivesAsTheRealValueAtItsHostsAlone() {
    String program =
        "echo $API_KEY; for host in api two other; do"
            + " curl -sS -H \"x-api-key: $API_KEY\" https://$host.example/record/; done";

    OutcomeAssert.assertThat(with("header = 'x-api-key'", "prefix = 'sk-'").shell(program))
        .outContains("sk-Placeholder")
        .outContains("recorded HTTP/1.1")
        .outLacks(REAL);

    assertThat(real()).containsExactly(true, true, false);
  }
}
