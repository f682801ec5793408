package dev.sandboxed.netns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import org.junit.jupiter.api.Test;

class SelfTestTest {

  private final InternetTier tier = new InternetTier();

  @Test
  void theOpenAddressIsOneThatIsNotBlocked() {
    assertThat(open()).isEqualTo("1.1.1.1");
    tier.ofThisHost("1.1.0.0/16", "the network of eth0").blocked("2.0.0.0/8", "private");
    assertThat(open()).isEqualTo("3.3.3.3");
    tier.blocked("0.0.0.0/1", "half of it");
    assertThat(open()).isEqualTo("128.128.128.128");
  }

  @Test
  void theOpenIpv6AddressIsNotBlockedEither() {
    tier.ipv6();
    assertThat(open6()).isEqualTo("2000::1");
    tier.blocked("2000::/8", "some").ofThisHost("2100::/16", "the network of eth0");
    assertThat(open6()).isEqualTo("2101::1");
  }

  @Test
  void whereEverythingIsBlockedTheTestCannotBePassed() {
    tier.blocked("0.0.0.0/0", "all of it").blocked("::/0", "all of it").ipv6();
    assertThat(open()).isEqualTo("10.0.2.1");
    assertThat(open6()).isEqualTo("fd00::1");
  }

  private String open() {
    return SelfTest.open(Link.v4(tier.built())).toString();
  }

  private String open6() {
    return SelfTest.open(Link.v6(tier.built()).orElseThrow()).toString();
  }
}
