@NullMarked
package dev.sandboxed.netns;

import org.jspecify.annotations.NullMarked;
