/** Opens, reads and changes what is below a directory, where others may put links in the way. */
@NullMarked
package dev.sandboxed.beneath;

import org.jspecify.annotations.NullMarked;
