/** Reads settings of other tools, and drafts the profile that says the same. */
@NullMarked
package dev.sandboxed.foreign;

import org.jspecify.annotations.NullMarked;
