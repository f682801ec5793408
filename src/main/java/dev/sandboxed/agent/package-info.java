/** Finding agents and fetching them. */
@NullMarked
package dev.sandboxed.agent;

import org.jspecify.annotations.NullMarked;
