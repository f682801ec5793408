package dev.sandboxed.network;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.problem.Remark;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRemarksTest {

  private static final NetworkTier INTERNET = new InternetTier().built();

  private final Layers request = layer("a");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "search lan\n",
        "# nameserver 192.0.2.53\n",
        ";nameserver 192.0.2.53\n",
        "nameserver\n",
        "nameserver fe80::1%eth0\n",
        "nameserver 2620:fe::fe\n",
        "nameserver dns.example.org\n",
        "nameserver 192.0.2\n",
        "options nameserver 192.0.2.53\n"
      })
  void withoutAnIpv4NameServerNamesDoNotResolve(String resolvConf) {
    assertThat(remarks(INTERNET, resolvConf))
        .containsExactly(
            "names will not resolve: /etc/resolv.conf here lists no IPv4 name server;"
                + " set [network] dns");
    request.dns("9.9.9.9");
    assertThat(remarks(INTERNET, resolvConf)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nameserver 192.0.2.53\n",
        "nameserver 127.0.0.53",
        "search lan\n\tnameserver\t192.0.2.53  # mine\n",
        "nameserver fe80::1%eth0\nnameserver 192.0.2.53\n"
      })
  void anIpv4NameServerAnywhereIsEnough(String resolvConf) {
    assertThat(remarks(INTERNET, resolvConf)).isEmpty();
  }

  @Test
  void holesAreOfNoUseInTheOtherTiers() {
    request.reach("10.0.0.1:80");
    assertThat(remarks(new NetworkTier.Full(), ""))
        .containsExactly(
            "reach and publish apply only to internet-only and allowlist, and this is full");
    assertThat(remarks(new NetworkTier.None(), ""))
        .containsExactly(
            "reach and publish apply only to internet-only and allowlist, and this is none");
    assertThat(NetworkRemarks.of(layer("a").publish("80").built().network(), none(), "", List.of()))
        .hasSize(1);
  }

  @Test
  void aProxyMayBeWhereNothingCanBeReached() {
    String server = "nameserver 192.0.2.53\n";
    assertThat(remarks(INTERNET, server, "HTTPS_PROXY", "TERM", "http_proxy"))
        .containsExactly(
            "HTTPS_PROXY, http_proxy: a proxy on this host or in its networks is blocked unless"
                + " [network] reach names it");
    assertThat(remarks(INTERNET, server, "NO_PROXY", "TERM")).isEmpty();
    assertThat(remarks(new NetworkTier.Full(), server, "HTTPS_PROXY")).isEmpty();
    request.reach("10.0.0.1:3128");
    assertThat(remarks(INTERNET, server, "HTTPS_PROXY")).isEmpty();
  }

  @Test
  void theOtherTiersNeedNoRemarkOfTheirOwn() {
    assertThat(remarks(new NetworkTier.Full(), "")).isEmpty();
    assertThat(remarks(none(), "")).isEmpty();
  }

  private static NetworkTier none() {
    return new NetworkTier.None();
  }

  private List<String> remarks(NetworkTier tier, String resolvConf, String... passed) {
    return NetworkRemarks.of(request.built().network(), tier, resolvConf, List.of(passed)).stream()
        .map(Remark::text)
        .toList();
  }
}
