@NullMarked
package dev.sandboxed.profile.limits;

import org.jspecify.annotations.NullMarked;
