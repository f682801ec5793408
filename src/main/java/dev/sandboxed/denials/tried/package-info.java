/** What programs tried, held against the plan of their session. */
@NullMarked
package dev.sandboxed.denials.tried;

import org.jspecify.annotations.NullMarked;
