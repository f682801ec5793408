@NullMarked
package dev.sandboxed.policy.paths;

import org.jspecify.annotations.NullMarked;
