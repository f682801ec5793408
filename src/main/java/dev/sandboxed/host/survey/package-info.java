/** What lies where the sandbox will see it. */
@NullMarked
package dev.sandboxed.host.survey;

import org.jspecify.annotations.NullMarked;
