package dev.sandboxed.files;

/**
 * What a program wrote, and how it ended.
 *
 * @param text standard output, as UTF-8
 */
public record ProgramOutput(ProgramEnd end, String text) {}
