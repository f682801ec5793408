/** Writes a plan down as objects of Kubernetes. */
@NullMarked
package dev.sandboxed.export.kubernetes;

import org.jspecify.annotations.NullMarked;
