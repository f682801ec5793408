package dev.sandboxed.host.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

  private static final String ONE = pem("CERTIFICATE");

  @TempDir Path temporary = Path.of("");

  private static String pem(String kind) {
    return "-----BEGIN %s-----\nMIIBszCCAVmgAwIBAgIU+/a=\nqrs==\n-----END %s-----\n"
        .formatted(kind, kind);
  }

  @Test
  void bundlesAsPackagesBringThemAlongAreCertificates() {
    assertThat(only(ONE)).isTrue();
    assertThat(only(ONE + "\n" + pem("X509 CRL") + pem("PUBLIC KEY"))).isTrue();
    assertThat(only("\n# Issuer: CN=x O=y\n# Label: \"x\"\n# Serial: 1\n" + ONE)).isTrue();
    assertThat(only(ONE.replace("\n", "\r\n"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "EC PARAMETERS"
      })
  void akeyBesideACertificateIsAKey(String kind) {
    assertThat(only(ONE + pem(kind))).isFalse();
    assertThat(only(pem(kind) + ONE)).isFalse();
  }

  @Test
  void nothingElseHasRoomInIt() throws IOException {
    assertThat(only("")).isFalse();
    assertThat(only("# Label: x\n")).isFalse();
    assertThat(only(ONE + "password\n")).isFalse();
    assertThat(only(ONE + "# password\n")).isFalse();
    assertThat(only(ONE.replace("qrs==", "pass word"))).isFalse();
    assertThat(only(ONE + ONE.replace("-----END CERTIFICATE-----\n", ""))).isFalse();
    assertThat(only(ONE.repeat(20_000))).isFalse();
    Path link = Disk.link(temporary.resolve("link.pem"), "x.pem");
    assertThat(only(ONE)).isTrue();
    assertThat(Certificates.only(ThisMachine.INQUIRY, link)).isFalse();
  }

  private boolean only(String text) {
    return Certificates.only(ThisMachine.INQUIRY, Disk.file(temporary.resolve("x.pem"), text));
  }
}
