package dev.sandboxed.plan;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.Identity;
import dev.sandboxed.policy.ResolvedPolicy;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The small files of {@code /etc} that are written for the sandbox, not taken from the host. */
final class EtcFiles {

  // The kernel's overflow id: the apparent owner of files of people who are not in the namespace.
  private static final int NOBODY = 65534;

  // Published ports lead to 127.0.0.1, and a server on "localhost" takes the first address of that
  // name: so it is this one, before ::1. The other lines are the C library's own, which it forgets
  // when there is a file (gai.conf(5)).
  private static final String LOCALHOST_IS_IPV4_FIRST =
      """
      precedence ::ffff:127.0.0.0/104 60
      precedence ::1/128 50
      precedence ::/0 40
      precedence 2002::/16 30
      precedence ::/96 20
      precedence ::ffff:0:0/96 10
      """;

  private EtcFiles() {}

  /** The contents, by name below {@code /etc}. */
  static Map<String, String> of(ResolvedPolicy policy) {
    String hostName = policy.workplace().hostName();
    Map<String, String> files = new TreeMap<>(people(policy.workplace().identity()));
    files.put("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    files.put("hostname", hostName + "\n");
    String localhost4 = "127.0.0.1 localhost " + hostName + "\n";
    String localhost = localhost4 + "::1 localhost ip6-localhost ip6-loopback\n";
    switch (policy.network().tier().value()) {
      case NetworkTier.Full full -> {
        files.put("resolv.conf", policy.network().resolvConf());
        files.put(
            "hosts", policy.network().hosts().isEmpty() ? localhost : policy.network().hosts());
      }
      case NetworkTier.InternetOnly internet -> {
        // The first three count (resolv.conf(5)). No search list: its names belong to the host's
        // network.
        files.put(
            "resolv.conf",
            internet.nameServers().stream()
                .map(server -> "nameserver " + server + "\n")
                .collect(Collectors.joining()));
        files.put("hosts", internet.hasLoopback6() ? localhost : localhost4);
        if (internet.ipv6() && !internet.publish().isEmpty()) {
          files.put("gai.conf", LOCALHOST_IS_IPV4_FIRST);
        }
      }
      case NetworkTier.Allowlist allowlist -> {
        files.put("resolv.conf", "nameserver " + allowlist.nameServer() + "\n");
        files.put("hosts", allowlist.hasLoopback6() ? localhost : localhost4);
      }
      case NetworkTier.None none -> {
        files.put("resolv.conf", "");
        files.put("hosts", localhost);
      }
    }
    return files;
  }

  /** Those of the files that say who is inside. */
  static Map<String, String> people(Identity identity) {
    return Map.of(
        "passwd",
        line(
                identity.name(),
                identity.uid(),
                identity.gid(),
                identity.home() + ":" + identity.shell())
            + line("nobody", NOBODY, NOBODY, "/:/usr/sbin/nologin"),
        "group",
        identity.name() + ":x:" + identity.gid() + ":\n" + "nogroup:x:" + NOBODY + ":\n");
  }

  private static String line(String name, int uid, int gid, String homeAndShell) {
    return name + ":x:" + uid + ":" + gid + "::" + homeAndShell + "\n";
  }
}
