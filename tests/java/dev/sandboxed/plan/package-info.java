@NullMarked
package dev.sandboxed.plan;

import org.jspecify.annotations.NullMarked;
