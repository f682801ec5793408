package dev.sandboxed.launch;

import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.host.TrailTools;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The host's programs that execute a plan.
 *
 * @param network what makes the network of internet-only, where that is wanted
 * @param trail what writes down that there was a session
 */
public record LaunchTools(Path bwrap, Optional<NetworkTools> network, TrailTools trail) {}
