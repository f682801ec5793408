package dev.sandboxed.host;

import java.nio.file.Path;

/**
 * The programs that allowlist needs beside those of internet-only, as absolute paths.
 *
 * @param dnsmasq answers questions for names
 * @param nft leads connections to HAProxy, from nftables
 * @param setpriv from util-linux
 * @param setsid from util-linux
 * @param mount from util-linux, on Debian a package of its own
 */
public record NameTools(
    Path haproxy, Path dnsmasq, Path nft, Path setpriv, Path setsid, Path mount) {}
