package dev.sandboxed.policy;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.problem.Located;

/**
 * The network inside, and what the host knows about names.
 *
 * @param resolvConf the text of the host's {@code /etc/resolv.conf}; empty if there is none
 * @param hosts the text of the host's {@code /etc/hosts}; empty if there is none
 */
public record Network(Located<NetworkTier> tier, String resolvConf, String hosts) {}
