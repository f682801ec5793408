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
    Optional<NameTools> names) {}
