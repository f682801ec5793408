@NullMarked
package dev.sandboxed.host.survey;

import org.jspecify.annotations.NullMarked;
