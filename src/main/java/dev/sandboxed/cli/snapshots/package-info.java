/** The commands about snapshots of a project. */
@NullMarked
package dev.sandboxed.cli.snapshots;

import org.jspecify.annotations.NullMarked;
