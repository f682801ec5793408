@NullMarked
package dev.sandboxed.seccomp;

import org.jspecify.annotations.NullMarked;
