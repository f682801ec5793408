package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs that make the network of internet-only, absolute.
 *
 * @param ip of iproute2
 * @param unshare of util-linux
 * @param nsenter of util-linux
 * @param nft of nftables, which only ports that are published beyond loopback need
 */
public record NetworkTools(
    Path slirp4netns, Path ip, Path unshare, Path nsenter, Optional<Path> nft) {}
