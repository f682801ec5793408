package dev.sandboxed.network;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.NetworkRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remarks that a person should read about the chosen network. */
public final class NetworkRemarks {

  // resolv.conf(5); a device name follows a percent sign.
  private static final Pattern NAME_SERVER =
      Pattern.compile("(?m)^[ \\t]*nameserver[ \\t]+([^\\s%]+)");

  private static final Set<String> PROXIES =
      Set.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy");

  private NetworkRemarks() {}

  /**
   * The remarks.
   *
   * @param resolvConf the host's {@code /etc/resolv.conf}
   * @param passed the names of the variables that are passed
   */
  public static List<Remark> of(
      NetworkRequest request, NetworkTier tier, String resolvConf, List<String> passed) {
    List<Remark> remarks = new ArrayList<>();
    switch (tier) {
      case NetworkTier.Allowlist allowlist -> {
        if (request.dns().isEmpty() && !hasV4NameServer(resolvConf)) {
          remarks.add(noNameServer());
        }
        if (allowlist.hosts().allow().isEmpty() && allowlist.hosts().any().isEmpty()) {
          remarks.add(
              Remark.of(
                  "network.nothing-allowed",
                  "no host can be reached, because none is allowed: --allow HOST, or [network] allow"));
        }
      }
      case NetworkTier.InternetOnly internet -> {
        remarks.addAll(unusedHosts(request, tier));
        if (request.dns().isEmpty() && !hasV4NameServer(resolvConf)) {
          remarks.add(noNameServer());
        }
        List<String> proxies = passed.stream().filter(PROXIES::contains).toList();
        if (!proxies.isEmpty() && request.reach().isEmpty()) {
          remarks.add(
              Remark.of(
                  "network.proxy-blocked",
                  String.join(", ", proxies)
                      + ": a proxy on this host or in its networks is blocked unless [network] reach names it"));
        }
      }
      case NetworkTier.Full full -> {
        remarks.addAll(withoutUse(request, tier));
        remarks.addAll(unusedHosts(request, tier));
      }
      case NetworkTier.None none -> {
        remarks.addAll(withoutUse(request, tier));
        remarks.addAll(unusedHosts(request, tier));
      }
    }
    return remarks;
  }

  private static Remark noNameServer() {
    return Remark.of(
        "network.no-name-server",
        "names will not resolve: /etc/resolv.conf here lists no IPv4 name server; set [network] dns");
  }

  /** Remarks on hosts that a person names for this launch: a profile may name some for another. */
  private static List<Remark> unusedHosts(NetworkRequest request, NetworkTier tier) {
    return request.allow().stream().anyMatch(word -> word.origin() instanceof Origin.CommandLine)
        ? List.of(
            Remark.of(
                "network.no-effect",
                "--allow applies only to allowlist, and this is " + tier.word()))
        : List.of();
  }

  private static List<Remark> withoutUse(NetworkRequest request, NetworkTier tier) {
    return request.reach().isEmpty() && request.publish().isEmpty()
        ? List.of()
        : List.of(
            Remark.of(
                "network.no-effect",
                "reach and publish apply only to internet-only and allowlist, and this is "
                    + tier.word()));
  }

  private static boolean hasV4NameServer(String resolvConf) {
    Matcher matcher = NAME_SERVER.matcher(resolvConf);
    while (matcher.find()) {
      Optional<IpAddress> server = IpAddress.parse(matcher.group(1));
      if (server.filter(IpAddress::isV4).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
