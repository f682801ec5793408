/** Tests of how the commits of an agent reach the person. */
@NullMarked
package dev.sandboxed.commits;

import org.jspecify.annotations.NullMarked;
