package dev.sandboxed.launch;

import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.host.StreamTools;
import dev.sandboxed.host.TrailTools;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The host's programs that execute a plan.
 *
 * @param find what looks for git's control files before and after the session
 * @param unshare what bubblewrap is started behind, where this machine allows it
 * @param network what makes the network of internet-only, where that is wanted
 * @param trail what writes down that there was a session
 * @param streams what takes care of the standard streams
 */
public record LaunchTools(
    Path bwrap,
    Path find,
    Optional<Path> unshare,
    Optional<NetworkTools> network,
    TrailTools trail,
    StreamTools streams) {}
