/** Reads groups of hosts, and the notation of hosts in profiles. */
@NullMarked
package dev.sandboxed.profile.hosts;

import org.jspecify.annotations.NullMarked;
