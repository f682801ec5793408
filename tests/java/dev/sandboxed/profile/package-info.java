@NullMarked
package dev.sandboxed.profile;

import org.jspecify.annotations.NullMarked;
