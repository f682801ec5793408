package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRulesTest {

  private static final String ENDPOINT_HINT =
      """

        write an address, not a name, and a port: "192.168.1.20:5432", "127.0.0.1:11434" for the host's \
      loopback, "[fd12::20]:5432"\
      """;

  private static final String PUBLICATION_HINT =
      """

        write "3000", "8080:3000" (the host's port first) or "127.0.0.1:8080:3000"\
      """;

  private static final String ADDRESS_HINT =
      """

        write the name server's address, for example "9.9.9.9"\
      """;

  private static final String SUBNET_HINT =
      """

        write its first address and the length of its prefix, at most 25: "10.0.2.0/24"\
      """;

  @Test
  void everyKeyIsReadAndKnowsItsPlace() {
    NetworkRequest request =
        read(
            """
            tier = "internet-only"
            reach = ["192.168.1.20:5432", "localhost:11434"]
            publish = [
              "3000",
              "127.0.0.1:8080:3000",
            ]
            dns = ["9.9.9.9", "2620:fe::fe"]
            subnet = "10.5.0.0/25"
            mtu = 9000
            ipv6 = true
            """);
    assertThat(request.tier()).contains(new Located<>(TierName.INTERNET_ONLY, line(2, 8)));
    assertThat(request.reach())
        .containsExactly(
            new Located<>(new Endpoint(IpAddress.of("192.168.1.20"), 5432), line(3, 10)),
            new Located<>(new Endpoint(IpAddress.of("127.0.0.1"), 11434), line(3, 31)));
    assertThat(request.publish())
        .containsExactly(
            new Located<>(Publication.parse("3000").orElseThrow(), line(5, 3)),
            new Located<>(Publication.parse("8080:3000").orElseThrow(), line(6, 3)));
    assertThat(request.dns())
        .containsExactly(
            new Located<>(IpAddress.of("9.9.9.9"), line(8, 8)),
            new Located<>(IpAddress.of("2620:fe::fe"), line(8, 19)));
    assertThat(request.subnet()).contains(new Located<>(IpNetwork.of("10.5.0.0/25"), line(9, 10)));
    assertThat(request.mtu()).contains(new Located<>(9000, line(10, 7)));
    assertThat(request.ipv6()).contains(new Located<>(true, line(11, 8)));
  }

  @Test
  void everyKeyMayBeLeftOut() {
    assertThat(read("")).isEqualTo(NetworkRequest.SILENT);
    assertThat(read("reach = []\npublish = []\ndns = []\n")).isEqualTo(NetworkRequest.SILENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 1500, 65520})
  void aPacketMayRangeFromTheLeastOfIpv6ToTheMostOfSlirp4netns(int mtu) {
    assertThat(read("mtu = " + mtu).mtu()).map(Located::value).contains(mtu);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "198.18.2.0/24", "192.168.7.128/25"})
  void aSubnetHasRoomForTheSandbox(String subnet) {
    assertThat(read("subnet = '" + subnet + "'").subnet())
        .map(Located::value)
        .contains(IpNetwork.of(subnet));
  }

  /** A wrong line of the table, its first column, and what is said. */
  record Wrong(String line, int column, String said) {
    @Override
    public String toString() {
      return line;
    }
  }

  static List<Wrong> wrongLines() {
    return List.of(
        endpoint("192.168.1.20"),
        endpoint("192.168.1.20:0"),
        endpoint("192.168.1.20:65536"),
        endpoint("192.168.1.20:http"),
        endpoint("192.168.1.0/24:80"),
        endpoint("printer:631"),
        endpoint("fd12::20:5432"),
        endpoint("[192.168.1.20]:80"),
        new Wrong("reach = [':1', '']", 16, "an entry of \"reach\" is empty"),
        new Wrong(
            "reach = '192.168.1.20:80'",
            9,
            """
            "reach" must be a list of strings, not a string
              write it in brackets: reach = ["…"]\
            """),
        new Wrong(
            "reach = [{ host = '192.168.1.20' }]",
            10,
            "an entry of \"reach\" must be a string, not a table"),
        publication("0"),
        publication("65536"),
        publication("3000/udp"),
        publication("127.0.0.1:3000"),
        publication("localhost:3000:3000"),
        publication("[::1]:3000:3000"),
        new Wrong(
            "publish = [3000]",
            12,
            """
            an entry of "publish" must be a string, not an integer
              write it in quotes: "3000"\
            """),
        address("dns.quad9.net"),
        address("9.9.9"),
        address("9.9.9.9:53"),
        address("fe80::1%eth0"),
        new Wrong("dns = [\"9.9.9.9\\u0000\"]", 8, "an entry of \"dns\" holds a NUL character"),
        subnet("10.0.2.0"),
        subnet("10.0.2.1/24"),
        subnet("10.0.2.0/26"),
        subnet("10.0.2.0/33"),
        subnet("fd00::/64"),
        new Wrong("subnet = ''", 10, "\"subnet\" is empty"),
        new Wrong("mtu = 1279", 7, "\"mtu\" must be from 1280 to 65520, not 1279"),
        new Wrong("mtu = 65521", 7, "\"mtu\" must be from 1280 to 65520, not 65521"),
        new Wrong("mtu = -1", 7, "\"mtu\" must be from 1280 to 65520, not -1"),
        new Wrong("mtu = 4294968796", 7, "\"mtu\" must be from 1280 to 65520, not 4294968796"),
        new Wrong("mtu = 1500.0", 7, "\"mtu\" must be a whole number, not a float"),
        new Wrong("mtu = '1500'", 7, "\"mtu\" must be a whole number, not a string"),
        new Wrong("ipv6 = 'yes'", 8, "\"ipv6\" must be true or false, not a string"),
        new Wrong("ipv6 = 1", 8, "\"ipv6\" must be true or false, not an integer"),
        new Wrong(
            "reech = []",
            1,
            """
            unknown key "reech" in [network]
              did you mean reach?\
            """));
  }

  private static Wrong endpoint(String text) {
    return inList("reach", text, " is not one port of one host" + ENDPOINT_HINT);
  }

  private static Wrong publication(String text) {
    return inList("publish", text, " does not name a port" + PUBLICATION_HINT);
  }

  private static Wrong address(String text) {
    return inList("dns", text, " is not an address" + ADDRESS_HINT);
  }

  private static Wrong inList(String key, String text, String objection) {
    // After the key, " = [" and the one before it.
    return new Wrong(key + " = ['" + text + "']", key.length() + 5, "\"" + text + "\"" + objection);
  }

  private static Wrong subnet(String text) {
    return new Wrong(
        "subnet = '" + text + "'",
        10,
        "\"" + text + "\" is not an IPv4 network of at least 128 addresses" + SUBNET_HINT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongLines")
  void aWrongLineIsRefusedWithTheFix(Wrong wrong) {
    assertThat(problems(wrong.line()))
        .last()
        .extracting(Problem::render)
        .isEqualTo("x.toml:2:" + wrong.column() + ": " + wrong.said());
  }

  @Test
  void everyProblemOfTheTableIsReportedAtOnce() {
    String toml =
        """
        tier = "internet"
        reach = ["a:1", "10.0.0.1:1", "b:2"]
        publish = ["x"]
        dns = ["x"]
        subnet = "x"
        mtu = 0
        ipv6 = 0
        """;
    assertThat(problems(toml))
        .extracting(problem -> problem.where().map(SourcePosition::line).orElse(0), Problem::code)
        .containsExactly(
            tuple(2, "profile.unknown-word"),
            tuple(3, "profile.bad-endpoint"),
            tuple(3, "profile.bad-endpoint"),
            tuple(4, "profile.bad-publication"),
            tuple(5, "profile.bad-address"),
            tuple(6, "profile.bad-subnet"),
            tuple(7, "profile.bad-number"),
            tuple(8, "profile.wrong-type"));
  }

  private static NetworkRequest read(String lines) {
    Reading<Profile> reading = ProfileReader.read("x", "x.toml", "[network]\n" + lines);
    assertThat(reading.problems()).isEmpty();
    return reading.value().layer().network();
  }

  private static List<Problem> problems(String lines) {
    return ProfileReader.read("x", "x.toml", "[network]\n" + lines).problems();
  }

  private static Origin line(int line, int column) {
    return new Origin.Line("profile x", new SourcePosition("x.toml", line, column));
  }
}
