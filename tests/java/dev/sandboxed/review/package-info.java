@NullMarked
package dev.sandboxed.review;

import org.jspecify.annotations.NullMarked;
