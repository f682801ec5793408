package dev.sandboxed.nix;

import java.time.Duration;

/**
 * When a run of Nix is given up.
 *
 * @param time of one run; the first one of a dev shell also downloads it
 * @param outputBytes of standard output; a dev shell of nixpkgs has about 100 KB
 */
public record NixLimits(Duration time, int outputBytes) {

  public static final NixLimits DEFAULT = new NixLimits(Duration.ofMinutes(10), 64 << 20);
}
