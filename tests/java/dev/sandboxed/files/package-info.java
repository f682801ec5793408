@NullMarked
package dev.sandboxed.files;

import org.jspecify.annotations.NullMarked;
