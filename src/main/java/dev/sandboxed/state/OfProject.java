package dev.sandboxed.state;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is kept for one project.
 *
 * @param directory all of it
 * @param project empty where the note in it does not say
 */
public record OfProject(Path directory, Optional<Path> project) {}
