/**
 * Where the person's PATH and the variables of their toolchains lead, and which programs no agent
 * can have written.
 */
@NullMarked
package dev.sandboxed.host.tools;

import org.jspecify.annotations.NullMarked;
