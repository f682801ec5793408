/** What of this machine a person can open to a sandbox by its name, and what that gives away. */
@NullMarked
package dev.sandboxed.opening;

import org.jspecify.annotations.NullMarked;
