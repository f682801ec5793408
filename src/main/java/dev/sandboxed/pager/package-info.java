/** Shows what is longer than a screen through the person's pager. */
@NullMarked
package dev.sandboxed.pager;

import org.jspecify.annotations.NullMarked;
