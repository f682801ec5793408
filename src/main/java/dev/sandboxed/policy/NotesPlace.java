package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/** Where the agent reads instructions by itself, and is told what it is in. */
public record NotesPlace(Path path, Origin origin) {}
