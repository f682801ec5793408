/** The system calls that a sandbox refuses, and the program that makes the kernel do so. Pure. */
@NullMarked
package dev.sandboxed.seccomp;

import org.jspecify.annotations.NullMarked;
