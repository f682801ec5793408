package dev.sandboxed.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Policies;
import org.junit.jupiter.api.Test;

class EtcFilesTest {

  @Test
  void thePersonAndNobodyAreTheOnlyUsers() {
    assertThat(EtcFiles.of(new Policies().built()))
        .containsEntry(
            "passwd",
            "ana:x:1000:1000::/home/ana:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n")
        .containsEntry("group", "ana:x:1000:\nnogroup:x:65534:\n")
        .containsEntry("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        .containsEntry("hostname", "sandboxed\n");
  }

  @Test
  void onTheHostsNetworkItsNamesAreKnown() {
    assertThat(EtcFiles.of(new Policies().built()))
        .containsEntry("resolv.conf", "nameserver 192.0.2.53\n")
        .containsEntry("hosts", "127.0.0.1 localhost\n192.0.2.7 printer\n");
  }

  @Test
  void withoutNetworkOnlyLocalhostIsKnown() {
    assertThat(EtcFiles.of(new Policies().offline().built()))
        .containsEntry("resolv.conf", "")
        .containsEntry(
            "hosts", "127.0.0.1 localhost sandboxed\n::1 localhost ip6-localhost ip6-loopback\n");
  }

  @Test
  void onTheInternetOnlyTheChosenServersAndLocalhostAreKnown() {
    InternetTier tier = new InternetTier();
    assertThat(EtcFiles.of(new Policies().internet(tier).built()))
        .containsEntry("resolv.conf", "nameserver 10.0.2.3\n")
        .containsEntry(
            "hosts", "127.0.0.1 localhost sandboxed\n::1 localhost ip6-localhost ip6-loopback\n");
    tier.dns("9.9.9.9", "2620:fe::fe");
    assertThat(EtcFiles.of(new Policies().internet(tier).built()))
        .containsEntry("resolv.conf", "nameserver 9.9.9.9\nnameserver 2620:fe::fe\n");
  }

  @Test
  void aHostWithoutNamesLeavesLocalhost() {
    assertThat(EtcFiles.of(new Policies().withoutNames().built()))
        .containsEntry("resolv.conf", "")
        .containsEntry(
            "hosts", "127.0.0.1 localhost sandboxed\n::1 localhost ip6-localhost ip6-loopback\n");
  }

  @Test
  void wherePortsArePublishedLocalhostIsFirstTheAddressTheyLeadTo() {
    InternetTier tier = new InternetTier();
    assertThat(EtcFiles.of(new Policies().internet(tier).built())).doesNotContainKey("gai.conf");
    tier.publish("3000");
    assertThat(EtcFiles.of(new Policies().internet(tier).built()))
        .containsEntry("hosts", "127.0.0.1 localhost sandboxed\n")
        .doesNotContainKey("gai.conf");
    tier.ipv6();
    assertThat(EtcFiles.of(new Policies().internet(tier).built()).get("hosts"))
        .contains("::1 localhost");
    assertThat(EtcFiles.of(new Policies().internet(tier).built()).get("gai.conf"))
        .startsWith("precedence ::ffff:127.0.0.0/104 60\nprecedence ::1/128 50\n");
  }
}
