/** Where the person's files of an agent are, and what they name, so that it can come along. */
@NullMarked
package dev.sandboxed.follow;

import org.jspecify.annotations.NullMarked;
