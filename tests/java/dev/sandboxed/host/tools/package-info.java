@NullMarked
package dev.sandboxed.host.tools;

import org.jspecify.annotations.NullMarked;
