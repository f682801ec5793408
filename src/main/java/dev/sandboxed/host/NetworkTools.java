package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs that make the network of internet-only, and that of allowlist, as absolute paths.
 *
 * @param ip from iproute2
 * @param unshare from util-linux
 * @param nsenter from util-linux
 * @param nft from nftables; needed only for ports that are published beyond loopback
 * @param names those of allowlist, if that is wanted
 */
public record NetworkTools(
    Path slirp4netns,
    Path ip,
    Path unshare,
    Path nsenter,
    Optional<Path> nft,
    Optional<Names> names) {

  /**
   * The programs that allowlist needs beside those of internet-only.
   *
   * @param dnsmasq answers questions for names
   * @param nft leads connections to HAProxy, from nftables
   * @param setpriv from util-linux
   * @param setsid from util-linux
   * @param mount from util-linux, on Debian a package of its own
   * @param openssl needed only for credentials
   * @param certificates what this machine trusts, in one file; needed only for credentials
   */
  public record Names(
      Path haproxy,
      Path dnsmasq,
      Path nft,
      Path setpriv,
      Path setsid,
      Path mount,
      Optional<Path> openssl,
      Optional<Path> certificates) {}
}
