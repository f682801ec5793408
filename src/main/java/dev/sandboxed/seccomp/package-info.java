/** The system calls that a sandbox refuses, and the program that makes the kernel do so. */
@NullMarked
package dev.sandboxed.seccomp;

import org.jspecify.annotations.NullMarked;
