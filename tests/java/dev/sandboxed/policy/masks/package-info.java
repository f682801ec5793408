@NullMarked
package dev.sandboxed.policy.masks;

import org.jspecify.annotations.NullMarked;
