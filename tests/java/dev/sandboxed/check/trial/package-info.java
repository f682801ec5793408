@NullMarked
package dev.sandboxed.check.trial;

import org.jspecify.annotations.NullMarked;
