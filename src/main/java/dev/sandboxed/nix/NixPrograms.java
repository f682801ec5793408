package dev.sandboxed.nix;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs that a dev shell is evaluated with.
 *
 * @param nix see {@link NixProgram}
 * @param strace only needed for finding out what a dev shell is made of
 */
public record NixPrograms(Path nix, Path bubblewrap, Optional<Path> strace) {}
