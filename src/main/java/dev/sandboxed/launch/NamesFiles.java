package dev.sandboxed.launch;

import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.names.Credential;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.names.DnsmasqFile;
import dev.sandboxed.names.HaproxyFiles;
import dev.sandboxed.names.NameNetwork;
import dev.sandboxed.names.OpensslFile;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.network.NetworkTier.BlockedRange;
import dev.sandboxed.plan.Words;
import dev.sandboxed.state.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of allowlist, which src/main/bash/names executes. */
public final class NamesFiles {

  private NamesFiles() {}

  /** Texts by name: what HAProxy and dnsmasq are told. */
  public static Map<String, String> texts(NetworkTier.Allowlist tier) {
    NetworkTier.InternetOnly around = tier.around();
    NameNetwork network =
        new NameNetwork(
            tier.hosts(),
            tier.nameServer(),
            tier.standIns(),
            around.nameServers(),
            around.ipv6(),
            Stream.concat(
                    around.blocked().stream().map(BlockedRange::range), Stream.of(around.subnet()))
                .filter(range -> range.base().isV4() || around.ipv6())
                .toList(),
            tier.credentials());
    Map<String, String> texts = new TreeMap<>();
    HaproxyFiles.of(network).forEach((name, text) -> texts.put("haproxy/" + name, text));
    texts.put("dnsmasq.conf", DnsmasqFile.of(network));
    texts.put("refused", tier.standIns().base().plus(1) + "\n");
    if (!tier.credentials().isEmpty()) {
      texts.put("openssl.cnf", OpensslFile.of(tier.credentials()));
    }
    return texts;
  }

  /**
   * Contents by name.
   *
   * @param state where sessions write what was connected and what was refused
   */
  static Map<String, byte[]> of(NetworkTier.Allowlist tier, NetworkTools.Names tools, Path state) {
    Map<String, byte[]> files = new TreeMap<>();
    texts(tier).forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    files.put(
        "names",
        Words.bytes(
            Stream.of(
                    StateDirectory.network(state),
                    tools.haproxy(),
                    tools.dnsmasq(),
                    tools.nft(),
                    tools.setpriv(),
                    tools.setsid(),
                    tools.mount())
                .map(Path::toString)
                .toList()));
    tier.credentials().tools().ifPresent(needs -> credentials(tier.credentials(), needs, files));
    return files;
  }

  /** What makes the certificates of a session, and the names of the variables with secrets. */
  private static void credentials(
      Credentials credentials, Credentials.Tools needs, Map<String, byte[]> files) {
    files.put(
        "certificates",
        Words.bytes(
            Stream.concat(Stream.of(needs.openssl()), needs.trusted().stream())
                .map(Path::toString)
                .toList()));
    files.put(
        "credentials", Words.bytes(credentials.all().stream().map(Credential::variable).toList()));
  }
}
