/** What prints profiles: the schema, the template, and their statements in words. */
@NullMarked
package dev.sandboxed.profile.text;

import org.jspecify.annotations.NullMarked;
