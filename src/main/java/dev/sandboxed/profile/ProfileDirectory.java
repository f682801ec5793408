package dev.sandboxed.profile;

/**
 * A directory that holds profiles as {@code NAME.toml} and agent definitions as {@code
 * agents/NAME.toml}.
 *
 * @param title what people call it, for example {@code built-in}
 */
public record ProfileDirectory(String title, String directory) {}
