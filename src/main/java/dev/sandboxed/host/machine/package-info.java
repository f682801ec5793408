/** What the kernel of this machine lets a person do. */
@NullMarked
package dev.sandboxed.host.machine;

import org.jspecify.annotations.NullMarked;
