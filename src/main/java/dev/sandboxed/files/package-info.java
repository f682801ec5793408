/**
 * Reads files that may not be what their names promise, finds programs, and asks the world for
 * whoever makes a plan.
 */
@NullMarked
package dev.sandboxed.files;

import org.jspecify.annotations.NullMarked;
