package dev.sandboxed.architecture.wrong.policy;

import dev.sandboxed.architecture.wrong.problem.ImportsThePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A pure room that looks for itself. */
@NullMarked
public final class ReadsAFile {

  private ReadsAFile() {}

  /** Asks the file system. */
  public static boolean looks(Path path) {
    return Files.exists(path) && ImportsThePolicy.policy().isRecord();
  }
}
