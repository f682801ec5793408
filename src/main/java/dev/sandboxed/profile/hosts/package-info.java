/** Reads groups of hosts, the notation of hosts in profiles, and credentials for hosts. */
@NullMarked
package dev.sandboxed.profile.hosts;

import org.jspecify.annotations.NullMarked;
