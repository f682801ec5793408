@NullMarked
package dev.sandboxed.agent;

import org.jspecify.annotations.NullMarked;
