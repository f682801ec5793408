@NullMarked
package dev.sandboxed.editor;

import org.jspecify.annotations.NullMarked;
