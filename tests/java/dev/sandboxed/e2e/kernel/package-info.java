/** What of the kernel an agent reaches: its calls, its sockets, its own files. */
@NullMarked
package dev.sandboxed.e2e.kernel;

import org.jspecify.annotations.NullMarked;
