package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.work.NodePackages;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Waiting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The libraries and programs that people work with, in the tier allowlist. None of them is told
 * that there is one, and each checks the certificate as it does outside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowlistProgramsIT {

  private static final String BOTH = " https://good.example/ https://evil.example/";

  private final NamedHosts hosts = new NamedHosts();

  @BeforeAll
  void trustTheirCertificate() {
    String certificate = hosts.shownCertificate().toString();
    for (String variable :
        new String[] {
          "CURL_CA_BUNDLE",
          "GIT_SSL_CAINFO",
          "NODE_EXTRA_CA_CERTS",
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_FILE",
          "npm_config_cafile"
        }) {
      hosts.world.set(variable, certificate);
    }
  }

  @AfterAll
  void tearDown() {
    hosts.close();
  }

  /** The program prints what each of two hosts says, or that it did not get there. */
  private void assertOnlyTheAllowedOneAnswers(String program) {
    assertThat(hosts.world.shell(program).out())
        .contains("tls good.example", "tls evil.example")
        .doesNotContain("refused");

    Outcome inside = hosts.allowing("good.example").shell(program);

    assertThat(inside.out())
        .as(inside.describe())
        .contains("tls good.example", "refused")
        .doesNotContain("tls evil.example");
  }

  @Test
  void curl() {
    assertOnlyTheAllowedOneAnswers(
        "for url in" + BOTH + "; do curl -sS \"$url\" || echo refused; done");
  }

  @Test
  void nodesFetch() {
    assertOnlyTheAllowedOneAnswers(
        "node -e 'for (const url of process.argv.slice(1)) fetch(url)"
            + ".then(answer => answer.text()).then(console.log, () => console.log(\"refused\"))'"
            + BOTH);
  }

  @Test
  void undici() {
    NodePackages.install(hosts.world);
    assertOnlyTheAllowedOneAnswers(
        "node -e 'for (const url of process.argv.slice(1)) require(\"undici\").request(url)"
            + ".then(answer => answer.body.text()).then(console.log, () => console.log(\"refused\"))'"
            + BOTH);
  }

  /** As pip brings it along, which uses it for all of its own. */
  @Test
  void pythonsRequests() {
    assertOnlyTheAllowedOneAnswers(
        """
        /usr/bin/python3 -c '
        import sys
        from pip._vendor import requests
        for url in sys.argv[1:]:
            try:
                print(requests.get(url).text)
            except requests.ConnectionError:
                print("refused")
        '\
        """
            + BOTH);
  }

  /** Its own resolver asks the name server, where others ask the C library. */
  @Test
  void goWithItsOwnResolver() {
    OutcomeAssert.assertThat(
            hosts.world.shell(
                """
                cat >get.go <<'END'
                package main

                import (
                	"fmt"
                	"io"
                	"net/http"
                	"os"
                )

                func main() {
                	for _, url := range os.Args[1:] {
                		answer, err := http.Get(url)
                		if err != nil {
                			fmt.Println("refused", err)
                			continue
                		}
                		text, _ := io.ReadAll(answer.Body)
                		fmt.Println(string(text))
                	}
                }
                END
                CGO_ENABLED=0 go build -o get get.go
                """))
        .succeeded();

    assertOnlyTheAllowedOneAnswers("./get" + BOTH);
  }

  @Test
  void javasHttpClient() {
    String java = System.getProperty("java.home") + "/bin/";
    OutcomeAssert.assertThat(
            hosts.world.shell(
                """
                cat >Get.java <<'END'
                import java.net.URI;
                import java.net.http.HttpClient;
                import java.net.http.HttpRequest;
                import java.net.http.HttpResponse.BodyHandlers;

                class Get {
                  public static void main(String[] urls) throws Exception {
                    try (HttpClient client = HttpClient.newHttpClient()) {
                      for (String url : urls) {
                        try {
                          var request = HttpRequest.newBuilder(URI.create(url)).build();
                          System.out.println(client.send(request, BodyHandlers.ofString()).body());
                        } catch (java.io.IOException e) {
                          System.out.println("refused: " + e);
                        }
                      }
                    }
                  }
                }
                END
                "$1"keytool -importcert -noprompt -alias hosts -file certificate.pem -keystore trusted -storepass changeit
                """,
                java))
        .succeeded();

    assertOnlyTheAllowedOneAnswers(
        java
            + "java -Djavax.net.ssl.trustStore=trusted -Djavax.net.ssl.trustStorePassword=changeit Get.java"
            + BOTH);
  }

  /**
   * The registry's own name, and the whole way of an install: what there is, its archive, its hash.
   */
  @Test
  void npmInstallsFromTheRegistry() {
    hosts.publishAPackage();
    String install =
        "cd app && npm install --no-audit --no-fund --cache ../cache-$1 --fetch-retries=0 toy && node -p 'require(\"toy\")' && rm -r node_modules";
    OutcomeAssert.assertThat(hosts.world.shell(install, "outside"))
        .succeeded()
        .outContains("toy at work");

    OutcomeAssert.assertThat(hosts.allowing("@npm").shell(install, "inside"))
        .succeeded()
        .outContains("toy at work");
    OutcomeAssert.assertThat(hosts.allowing("good.example").shell(install, "refused"))
        .failed()
        .outLacks("toy at work");
  }

  /** With Debian's sshd: a command over it, and a clone. */
  @Test
  void sshAndGitOverIt() {
    OutcomeAssert.assertThat(
            hosts.world.shell(
                """
                set -e
                ssh-keygen -q -t ed25519 -N '' -f "$1/host-key"
                ssh-keygen -q -t ed25519 -N '' -f session-key
                cat session-key.pub >"$1/authorized"
                printf 'real.example,203.0.113.53 %s\\n' "$(cut -d ' ' -f 1,2 "$1/host-key.pub")" >known
                printf '#!/bin/sh\\nexec ssh -F /dev/null -i "%s/session-key" -o UserKnownHostsFile="%s/known" "$@"\\n' "$PWD" "$PWD" >by-key
                chmod +x by-key
                git init -q -b main "$1/cloned"
                cd "$1/cloned"
                echo text >file
                git add file
                git -c user.name=a -c user.email=a@b.example commit -qm one
                """,
                hosts.world.backstage().toString()))
        .succeeded();
    String files = hosts.world.backstage().toString();
    hosts.serve(
        "/usr/sbin/sshd",
        "-D",
        "-e",
        "-f",
        "/dev/null",
        "-o",
        "ListenAddress=" + NamedHosts.REAL,
        "-o",
        "HostKey=" + files + "/host-key",
        "-o",
        "AuthorizedKeysFile=" + files + "/authorized",
        "-o",
        "PidFile=none",
        "-o",
        "StrictModes=no",
        "-o",
        "PasswordAuthentication=no");
    String person = hosts.world.run("id", "-un").out().strip();
    String say = "./by-key " + person + "@%s 'echo said over ssh'";
    String clone =
        "GIT_SSH=./by-key git clone -q ssh://"
            + person
            + "@%s"
            + files
            + "/cloned %s && cat %s/file";
    Waiting.until(
        () -> hosts.world.shell(say.formatted(NamedHosts.REAL)).out().contains("said over ssh"),
        () -> "sshd");

    Outcome inside =
        hosts
            .allowing("real.example:22")
            .shell(say.formatted("real.example") + ";" + clone.formatted("real.example", "a", "a"));
    OutcomeAssert.assertThat(inside).outIs("said over ssh\ntext");
    OutcomeAssert.assertThat(
            hosts.allowing("real.example:22").shell(say.formatted(NamedHosts.REAL)))
        .failed()
        .outLacks("said");
    OutcomeAssert.assertThat(
            hosts.allowing("real.example", "good.example:22").shell(say.formatted("real.example")))
        .failed()
        .outLacks("said");
  }

  /** With Debian's server. */
  @Test
  void postgres() {
    String data = hosts.world.backstage().resolve("data").toString();
    hosts.serve(
        "bash",
        "-c",
        """
        PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
        initdb -N -A trust -U person -D "$0" >/dev/null && echo 'host all all all trust' >>"$0/pg_hba.conf" \\
          && exec postgres -D "$0" -F -c listen_addresses="$1" -c unix_socket_directories=
        """,
        data,
        NamedHosts.REAL);
    String ask = "psql -h %s -U person -Atc 'select 6 * 7' postgres";
    Waiting.until(
        () -> hosts.world.shell(ask.formatted(NamedHosts.REAL)).out().contains("42"),
        () -> "a database");

    OutcomeAssert.assertThat(
            hosts.allowing("real.example:5432").shell(ask.formatted("real.example")))
        .succeeded()
        .outIs("42");
    OutcomeAssert.assertThat(
            hosts
                .allowing("real.example", "other.example:5432")
                .shell(ask.formatted("real.example")))
        .failed()
        .outLacks("42");
  }
}
