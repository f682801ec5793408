package dev.sandboxed.nix;

import java.time.Duration;

/**
 * When sandboxed gives up on a run of Nix.
 *
 * @param time for one run; the first one of a dev shell also downloads it
 * @param outputBytes of standard output; a dev shell from nixpkgs has about 100 KB
 */
public record NixLimits(Duration time, int outputBytes) {

  public static final NixLimits DEFAULT = new NixLimits(Duration.ofMinutes(10), 64 << 20);
}
