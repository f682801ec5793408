package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Told;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hosts that a session needed become those that a profile allows. */
class LearnHostsIT {

  private final NamedHosts hosts = new NamedHosts();

  @BeforeEach
  void aNameServerOfTheseHosts() {
    Profiles.write(
        hosts.world,
        "base",
        "extends = 'default'\n[network]\ndns = ['" + NamedHosts.ADDRESS + "']\n");
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private Launch learning(String... more) {
    return Launch.of(hosts.world, "learn", "learned", "--quiet", "--yes", "--extends=base")
        .with(more);
  }

  private Launch learned() {
    return Launch.quietly(hosts.world).with("--profile=learned");
  }

  private String profile() throws IOException {
    Path file = hosts.world.home().resolve(".config/sandboxed/profiles/learned.toml");
    return Files.readString(file);
  }

  @Test
  void onlyPublicHostsAndOnlyThoseThatWereReached() throws IOException {
    String look =
        "for url in https://good.example/ http://api.example/ https://private.example/ https://nowhere.example/; do"
            + " curl -sk \"$url\" || echo refused; done; bash -c 'head -n 1 </dev/tcp/git.example/22'";

    OutcomeAssert.assertThat(learning().shell(look))
        .outContains("tls good.example")
        .outContains("http api.example")
        .outContains("refused")
        .errContains("learn: it can send what it reads to any public host that it names")
        .errContains("private.example has no public address, and was not reached")
        .errContains("port 22 was tried, where no program says a name");

    assertThat(profile())
        .contains("tier = \"allowlist\" # only these hosts")
        .contains(
            "allow = [\n  \"api.example\", # 1 connection\n  \"good.example\", # 1 connection\n]")
        .doesNotContain("\"private.example\"", "\"nowhere.example\"");
    OutcomeAssert.assertThat(learned().shell(look + "; curl -sk https://evil.example/ || echo no"))
        .outContains("tls good.example")
        .outContains("http api.example")
        .outContains("no")
        .outLacks("tls evil.example");
  }

  @Test
  void whatAProfileDeniesStaysDenied() throws IOException {
    Profiles.write(
        hosts.world,
        "base",
        "extends = 'default'\n[network]\ndns = ['"
            + NamedHosts.ADDRESS
            + "']\ndeny = ['evil.example']\n");
    String look = "curl -sk https://evil.example/ || echo refused; curl -sk https://good.example/";

    OutcomeAssert.assertThat(learning().shell(look))
        .outContains("refused")
        .outContains("tls good.example")
        .outLacks("tls evil.example");

    assertThat(profile()).contains("\"good.example\"").doesNotContain("evil");
  }

  @Test
  void anInstallationFromARegistry() throws IOException {
    hosts.world.set("npm_config_cafile", hosts.shownCertificate().toString());
    hosts.publishAPackage();
    OutcomeAssert.assertThat(hosts.world.shell("mkdir -p ~/.npm/_cacache")).succeeded();
    String install =
        "cd app && npm install --no-audit --no-fund --fetch-retries=0 toy && node -p 'require(\"toy\")' && rm -r node_modules";

    OutcomeAssert.assertThat(learning().shell(install)).outContains("toy at work");

    assertThat(profile())
        .contains("\"registry.npmjs.org\", # ")
        .contains("write = [\n  \"~/.npm/_cacache\", # ");
    OutcomeAssert.assertThat(learned().with("--observe").shell(install))
        .succeeded()
        .outContains("toy at work");
    assertThat(Told.refused(hosts.world)).isEmpty();
    OutcomeAssert.assertThat(learned().shell("curl -sk https://good.example/; cat ~/.ssh/id_rsa"))
        .failed()
        .outLacks("tls good.example")
        .outLacks(hosts.world.sshKey());
  }

  @Test
  void claudeAtWork() throws IOException {
    RealAgent.claude().install(hosts.world);
    Path style = hosts.world.home().resolve("notes/style.md");
    Files.createDirectories(style.getParent());
    Files.writeString(style, "short sentences\n");
    try (ModelStub model = MessagesApiStub.asking("cat " + style, "cat ~/.ssh/id_rsa")) {
      hosts.network.onTheInternet(URI.create(model.baseUrl()));
      hosts
          .world
          .set("ANTHROPIC_BASE_URL", "http://model.example:8800")
          .set("ANTHROPIC_API_KEY", "the-key")
          .set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      String[] claude = {"claude", "-p", "Please.", "--dangerously-skip-permissions"};

      OutcomeAssert.assertThat(learning("--allow=model.example:8800", "--").with(claude).outcome())
          .outIs(ModelStub.FAREWELL);

      assertThat(model.commandResults().getFirst()).isEqualTo("short sentences");
      assertThat(model.commandResults().get(1)).doesNotContain(hosts.world.sshKey());
      assertThat(profile()).contains("\"~/notes/style.md\", # ").doesNotContain("credentials");
      OutcomeAssert.assertThat(
              learned()
                  .with("--observe", "--allow=model.example:8800")
                  .with(
                      Stream.of("claude", "-p", "Please.", "--dangerously-skip-permissions")
                          .toList())
                  .outcome())
          .outIs(ModelStub.FAREWELL);
      // Which machine this is, and who else has a home here, is nobody's business inside. Claude
      // Code does not always ask.
      assertThat(Told.refused(hosts.world))
          .filteredOn(line -> !line.matches("hidden read (/etc/machine-id|/home) ENOENT"))
          .containsExactlyInAnyOrder(
              "hidden read ~/.ssh ENOENT", "hidden read ~/.ssh/id_rsa ENOENT");
      // Of the second conversation, with what was learned and nothing more.
      assertThat(model.commandResults().getFirst()).isEqualTo("short sentences");
      assertThat(model.commandResults().get(1)).doesNotContain(hosts.world.sshKey());
    }
  }
}
