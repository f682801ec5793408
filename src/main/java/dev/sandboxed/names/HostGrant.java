package dev.sandboxed.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a host is allowed in a HAProxy that runs: by entries of its maps, which it asks anew for each
 * connection.
 */
public final class HostGrant {

  /** The map of the names that addresses inside stand for. */
  public static final String STAND_INS = HaproxyMaps.STAND_INS;

  /** An entry, as HAProxy has it. */
  public record Entry(String map, String key, String words) {}

  private final HostPattern pattern;
  private final Map<String, String> standIns;

  /**
   * One host.
   *
   * @param standIns the names that addresses inside stand for, by these
   */
  public HostGrant(HostPattern pattern, Map<String, String> standIns) {
    this.pattern = pattern;
    this.standIns = Map.copyOf(standIns);
  }

  /** Every map that has a say in it. */
  public static List<String> maps() {
    List<String> maps = new ArrayList<>();
    for (String kind : List.of(HaproxyMaps.ALLOW, HaproxyMaps.DENY)) {
      for (Channel channel : List.of(Channel.TLS, Channel.HTTP)) {
        maps.add(HaproxyMaps.name(channel, kind, false));
        maps.add(HaproxyMaps.name(channel, kind, true));
      }
      maps.add(HaproxyMaps.name(Channel.STREAM, kind, false));
    }
    maps.add(STAND_INS);
    return List.copyOf(maps);
  }

  /**
   * Whether it can be done at all. At a port where no program says a name, a host is known by its
   * address inside, and those are given at the launch.
   */
  public boolean isPossible() {
    return !isStream() || !addresses().isEmpty();
  }

  /** The entries to add. */
  public List<Entry> entries() {
    String words = "allow " + pattern + ", granted while it ran";
    if (isStream()) {
      return addresses().stream()
          .map(address ->
              new Entry(
                  HaproxyMaps.name(Channel.STREAM, HaproxyMaps.ALLOW, false),
                  address + ":" + port(),
                  words))
          .toList();
    }
    return channels()
        .map(channel ->
            new Entry(HaproxyMaps.name(channel, HaproxyMaps.ALLOW, pattern.below()), key(), words))
        .toList();
  }

  /**
   * The rule that denies it and so wins.
   *
   * @param entries what the maps hold
   */
  public Optional<String> denied(List<Entry> entries) {
    return entries.stream().filter(this::denies).map(Entry::words).findFirst();
  }

  private boolean denies(Entry entry) {
    if (isStream()) {
      // Without a port it is about all of them.
      return entry.map().equals(HaproxyMaps.name(Channel.STREAM, HaproxyMaps.DENY, false))
          && addresses().stream()
              .anyMatch(at -> entry.key().equals(at) || entry.key().equals(at + ":" + port()));
    }
    return channels()
        .anyMatch(channel ->
            (entry.map().equals(HaproxyMaps.name(channel, HaproxyMaps.DENY, false))
                    && entry.key().equals(key()))
                || (entry.map().equals(HaproxyMaps.name(channel, HaproxyMaps.DENY, true))
                    && ("." + pattern.name()).endsWith(entry.key())
                    && (pattern.below() || !entry.key().equals(key(".")))));
  }

  private boolean isStream() {
    return pattern.port().map(Channel::of).equals(Optional.of(Channel.STREAM));
  }

  private Stream<Channel> channels() {
    return pattern
        .port()
        .map(Channel::of)
        .map(Stream::of)
        .orElse(Stream.of(Channel.TLS, Channel.HTTP));
  }

  private String key() {
    return key(pattern.below() ? "." : "");
  }

  private String key(String dot) {
    return dot + pattern.name();
  }

  private int port() {
    return pattern.port().orElseThrow();
  }

  private List<String> addresses() {
    return standIns.entrySet().stream()
        .filter(one -> one.getValue().equals(pattern.name().text()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
