package dev.sandboxed.e2e.network;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in the network, and how far it is from a sandbox.
 *
 * @param what as people call it
 * @param address in a {@link NetworkWorld}; {@code resolver} stands for the one in resolv.conf
 * @param reachedIn the columns in which it answers, in whatever way it is asked
 * @param perhapsIn the columns in which that depends on the version of libslirp
 */
record NetworkRow(
    String what,
    String address,
    int port,
    List<Way> ways,
    Set<NetworkColumn> reachedIn,
    Set<NetworkColumn> perhapsIn) {

  /** How to ask. */
  enum Way {
    TCP("TCP", "tcp"),
    UDP("UDP", "udp"),
    ICMP("ICMP", "icmp"),
    DNS_UDP("DNS over UDP", "dns-udp"),
    DNS_TCP("DNS over TCP", "dns-tcp");

    private final String title;
    private final String word;

    Way(String title, String word) {
      this.title = title;
      this.word = word;
    }
  }

  NetworkRow {
    ways = List.copyOf(ways);
    reachedIn = Set.copyOf(reachedIn);
    perhapsIn = Set.copyOf(perhapsIn);
  }

  NetworkRow perhapsIn(NetworkColumn column) {
    return new NetworkRow(what, address, port, ways, reachedIn, Set.of(column));
  }

  /** For the probe, one for each way. */
  List<String> targets() {
    return ways.stream().map(way -> way.word + "," + address + "," + port).toList();
  }

  String markdown() {
    String asked = ways.stream().map(way -> way.title).collect(Collectors.joining(", "));
    return line(
        Stream.concat(
            Stream.of(what, address.equals("resolver") ? "" : "`" + address + "`", asked),
            Arrays.stream(NetworkColumn.values()).map(this::cell)));
  }

  private String cell(NetworkColumn column) {
    if (perhapsIn.contains(column)) {
      return column == NetworkColumn.ALLOWLIST ? "the plan's own answers" : "**with libslirp 4.8**";
    }
    return reachedIn.contains(column) ? "**yes**" : "no";
  }

  /** The lines above the first row. */
  static List<String> heading() {
    List<String> titles =
        Stream.concat(
                Stream.of("from a sandbox", "in the tests", "asked by"),
                Arrays.stream(NetworkColumn.values()).map(NetworkColumn::title))
            .toList();
    return List.of(line(titles.stream()), "|" + "---|".repeat(titles.size()));
  }

  private static String line(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |")).replace("|  |", "| |");
  }
}
