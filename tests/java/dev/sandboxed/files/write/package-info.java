@NullMarked
package dev.sandboxed.files.write;

import org.jspecify.annotations.NullMarked;
