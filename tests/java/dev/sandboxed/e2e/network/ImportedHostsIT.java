package dev.sandboxed.e2e.network;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hosts of another tool's settings are reached, and no others. */
class ImportedHostsIT {

  private static final String CURL = "curl -sS -m 60 -k https://";

  private final NamedHosts hosts = new NamedHosts();

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  @Test
  void whatSrtAllowsIsReachedAndWhatItDeniesOrDoesNotNameIsNot() throws IOException {
    Files.writeString(
        hosts.world.home().resolve("srt.json"),
        """
        {"network": {"allowedDomains": ["good.example", "two.example"], "deniedDomains": ["two.example"]},
         "filesystem": {"allowWrite": ["."]}}
        """);
    OutcomeAssert.assertThat(
            hosts.world.sandboxed(
                "profiles",
                "import",
                "srt",
                hosts.world.home().resolve("srt.json").toString(),
                "--save=from-srt"))
        .succeeded();
    Profiles.write(
        hosts.world,
        "named",
        "extends = 'from-srt'\nnetwork.dns = ['" + NamedHosts.ADDRESS + "']\n");

    for (String other : new String[] {"two.example/", "evil.example/"}) {
      hosts.assertOutside(CURL + other, "tls " + other.replace("/", ""));
      OutcomeAssert.assertThat(launch().shell(CURL + other)).failed().outLacks("tls ");
    }
    OutcomeAssert.assertThat(launch().shell(CURL + "good.example/"))
        .outContains("tls good.example");
  }

  private Launch launch() {
    return Launch.quietly(hosts.world).with("--profile", "named");
  }
}
