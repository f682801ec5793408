package dev.sandboxed.export;

/**
 * Something that is not in a bundle as it is in the sandbox of the same plan.
 *
 * @param name a promise of {@code sandboxed check}, or one word for what no promise is about
 * @param text what is different, and what a person can do about it
 */
public record Loss(String name, String text) {}
