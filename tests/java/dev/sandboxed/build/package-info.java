/** Tests of what the build does with the class files. */
@NullMarked
package dev.sandboxed.build;

import org.jspecify.annotations.NullMarked;
