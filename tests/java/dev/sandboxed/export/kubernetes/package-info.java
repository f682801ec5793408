@NullMarked
package dev.sandboxed.export.kubernetes;

import org.jspecify.annotations.NullMarked;
