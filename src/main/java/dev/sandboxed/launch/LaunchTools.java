package dev.sandboxed.launch;

import dev.sandboxed.bwrap.BwrapDriver;
import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.host.StreamTools;
import dev.sandboxed.host.TrailTools;
import dev.sandboxed.plan.Driver;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The host's programs that execute a plan.
 *
 * @param find looks for git's control files before and after the session
 * @param unshare bubblewrap is started behind it, if this machine allows that
 * @param perl mounts symlinks for it, if this machine allows that
 * @param network the tools that make the network of internet-only, if that is wanted
 * @param trail the tools that record the session
 * @param streams the tools that take care of the standard streams
 * @param observe the tools that write down what is tried, if that is wanted
 */
public record LaunchTools(
    Path bwrap,
    Path find,
    Optional<Path> unshare,
    Optional<Path> perl,
    Optional<NetworkTools> network,
    TrailTools trail,
    StreamTools streams,
    Optional<ObserveTools> observe) {

  /** Without those that write down what is tried. */
  public LaunchTools(
      Path bwrap,
      Path find,
      Optional<Path> unshare,
      Optional<Path> perl,
      Optional<NetworkTools> network,
      TrailTools trail,
      StreamTools streams) {
    this(bwrap, find, unshare, perl, network, trail, streams, Optional.empty());
  }

  /** Turns a plan into what these programs execute. */
  public Driver driver() {
    return new BwrapDriver(bwrap, unshare, perl);
  }
}
