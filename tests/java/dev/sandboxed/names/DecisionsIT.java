package dev.sandboxed.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The real HAProxy and the real dnsmasq decide as {@link HostRules} does, about some thousand
 * names: those of the rules, and what becomes of them by small changes.
 */
class DecisionsIT {

  private static final int NAMES = 2500;

  // What a name is not made of, what ends a text, and what does not matter.
  private static final String LETTERS = "abz019-_.AZ%@*: \u0000\t\n\r\u007f\u0080\u00ff/\\\"'#$";

  // Where rules come from is in each line of the log, and a path may be far longer.
  private static final String FAR_DOWN = "/deep".repeat(200);

  private static final NameNetwork NETWORK =
      new NameNetwork(
          new HostRules(
              rules(
                  "good.example",
                  "*.wild.example",
                  "*.deep.wild.example",
                  "a.b.example",
                  "tls.example:443",
                  "http.example:80",
                  "*.tls.wild2.example:443",
                  "git.example:22",
                  "both.example",
                  "both.example:22",
                  "denied.wild.example",
                  "x_y.example",
                  "bücher.example"),
              rules(
                  "denied.wild.example",
                  "*.dark.wild.example",
                  "half.wild.example:80",
                  "both.example:80",
                  "*.nowhere.test")),
          IpAddress.of("127.0.0.1"),
          IpNetwork.of("198.19.0.0/16"),
          List.of(IpAddress.of("127.0.0.9")),
          List.of(IpNetwork.of("127.0.0.0/8")));

  // setpriv: none of them outlives the one that asks.
  private static final String RUN =
      """
      PATH=$PATH:/usr/sbin:/sbin
      ip link set lo up
      echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
      cd "$1"
      : >log
      SESSION=test haproxy -c -q -f files/haproxy.cfg && dnsmasq --test --conf-file=files/dnsmasq.conf || exit
      SESSION=test setpriv --pdeathsig KILL haproxy -db -f files/haproxy.cfg >>log 3>>denied &
      setpriv --pdeathsig KILL dnsmasq -d --conf-file=files/dnsmasq.conf &
      python3 "$2" log 127.0.0.9 <names
      """;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void haproxyAndDnsmasqDecideAsTheRulesDo() throws IOException {
    Set<String> names = generated();
    Map<String, String> files = HaproxyFiles.of(NETWORK);
    Path place = Files.createDirectories(world.backstage().resolve("decisions/files"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(place.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(place.resolve("dnsmasq.conf"), DnsmasqFile.of(NETWORK));
    List<String> digits = names.stream().map(DecisionsIT::hexadecimal).toList();
    Files.write(place.resolveSibling("names"), digits);

    Outcome outcome =
        world.run(
            "unshare",
            "--user",
            "--map-root-user",
            "--net",
            "bash",
            "-c",
            RUN,
            "bash",
            place.resolveSibling("").toString(),
            Checkout.directory().resolve("tests/python/decisions").toString());

    List<String> decided = outcome.out().lines().toList();
    assertThat(decided).as(outcome.err()).hasSize(names.size());
    List<String> wrong = new ArrayList<>();
    int line = 0;
    int allowed = 0;
    for (String name : names) {
      String[] words = decided.get(line++).split(" ", -1);
      allowed += words[2].equals("blocked") ? 1 : 0;
      // A Host may name the port of HTTP, and white space around a header says nothing (RFC 9110).
      String host = name.replaceAll("^[ \t]+|[ \t]+$", "").replaceFirst(":80$", "");
      compare(host, words[1], 80, wrong);
      compare(name, words[2], 443, wrong);
      compareAddress(name, words[3], wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(allowed).isBetween(names.size() / 20, names.size() / 2);
  }

  private static void compare(String name, String verdict, int port, List<String> wrong) {
    boolean allowed = NETWORK.rules().decide(lower(name), port).allowed();
    if (!verdict.equals("-") && allowed != verdict.equals("blocked")) {
      wrong.add(hexadecimal(name) + " «" + name + "» at " + port + ": " + verdict);
    }
  }

  /**
   * dnsmasq takes more for a name than there is, and gives it the address at which HAProxy asks
   * which one is meant.
   */
  private static void compareAddress(String name, String address, List<String> wrong) {
    boolean led = !List.of("none", NETWORK.refused().toString()).contains(address);
    boolean right =
        HostName.isOne(lower(name))
            ? led == NETWORK.rules().allowsSome(new HostName(lower(name)))
            : !led || address.equals(NETWORK.shared().toString());
    if (!address.equals("-") && !right) {
      wrong.add(hexadecimal(name) + " «" + name + "» has " + address);
    }
  }

  /** As the programs do it: ASCII alone. */
  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Set<String> generated() {
    Random random = new Random(17);
    List<String> bases =
        Stream.concat(NETWORK.rules().allow().stream(), NETWORK.rules().deny().stream())
            .map(rule -> rule.value().name().text())
            .toList();
    Set<String> names = new LinkedHashSet<>(bases);
    names.addAll(List.of("0x7f.1", "127.1", "2130706433", "localhost", "a.local", "x".repeat(64)));
    // As long as a line of the log was.
    names.add("l.".repeat(500) + "good.example");
    while (names.size() < NAMES) {
      String name = bases.get(random.nextInt(bases.size()));
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        name = changed(name, random);
      }
      names.add(name);
    }
    names.remove("");
    return names;
  }

  private static String changed(String name, Random random) {
    int at = random.nextInt(name.length() + 1);
    String letter = String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length())));
    return switch (random.nextInt(9)) {
      case 0 -> "www." + name;
      case 1 -> "dark." + name;
      case 2 -> name + ".evil.test";
      case 3 -> name.substring(0, at) + letter + name.substring(at);
      case 4 -> name.substring(at);
      case 5 -> name + ".";
      case 6 -> "l".repeat(60 + random.nextInt(6)) + "." + name;
      case 7 -> name.substring(0, at) + name.substring(at).toUpperCase(Locale.ROOT);
      default -> "half." + name.substring(name.indexOf('.') + 1);
    };
  }

  private static String hexadecimal(String name) {
    return HexFormat.of().formatHex(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<Located<HostPattern>> rules(String... written) {
    return Stream.of(written)
        .map(text ->
            new Located<>(
                HostPattern.parse(text).orElseThrow(),
                (Origin) new Origin.BuiltIn("rule " + text + FAR_DOWN)))
        .toList();
  }
}
