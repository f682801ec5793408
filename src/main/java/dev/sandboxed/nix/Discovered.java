package dev.sandboxed.nix;

import dev.sandboxed.nix.source.SourceTree;
import java.util.Optional;

/**
 * What a dev shell is made of.
 *
 * @param tree all that its evaluation looked at, and nothing else; what it looked for and did not
 *     find is marked as absent
 * @param failure Nix's words if it cannot be evaluated, even with all the files that it asks for
 */
public record Discovered(SourceTree tree, Optional<String> failure) {}
