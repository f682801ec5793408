/** What a session that is recorded sees of this machine, and what it never sees. */
@NullMarked
package dev.sandboxed.learn.view;

import org.jspecify.annotations.NullMarked;
