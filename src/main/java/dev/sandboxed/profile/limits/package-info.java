/** What profiles say about how much a session may use up. */
@NullMarked
package dev.sandboxed.profile.limits;

import org.jspecify.annotations.NullMarked;
