@NullMarked
package dev.sandboxed.policy.limits;

import org.jspecify.annotations.NullMarked;
