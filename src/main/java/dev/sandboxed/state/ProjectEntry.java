package dev.sandboxed.state;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is kept for one project.
 *
 * @param directory the directory with all of it
 * @param project empty if the note in the directory does not say
 */
public record ProjectEntry(Path directory, Optional<Path> project) {}
