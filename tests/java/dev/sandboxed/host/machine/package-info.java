@NullMarked
package dev.sandboxed.host.machine;

import org.jspecify.annotations.NullMarked;
