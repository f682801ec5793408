/** What the documents show is what there is. */
@NullMarked
package dev.sandboxed.e2e.document;

import org.jspecify.annotations.NullMarked;
