@NullMarked
package dev.sandboxed.profile.text;

import org.jspecify.annotations.NullMarked;
