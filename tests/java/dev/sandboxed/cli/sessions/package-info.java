@NullMarked
package dev.sandboxed.cli.sessions;

import org.jspecify.annotations.NullMarked;
