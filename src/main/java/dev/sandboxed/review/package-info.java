/** What a person is shown before allowing it. */
@NullMarked
package dev.sandboxed.review;

import org.jspecify.annotations.NullMarked;
