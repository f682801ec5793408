@NullMarked
package dev.sandboxed.policy;

import org.jspecify.annotations.NullMarked;
