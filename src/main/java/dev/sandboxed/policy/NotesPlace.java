package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/**
 * The place where the agent reads instructions on its own, and so learns that it is in a sandbox.
 */
public record NotesPlace(Path path, Origin origin) {}
