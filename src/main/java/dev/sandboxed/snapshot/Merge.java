package dev.sandboxed.snapshot;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.write.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Merges what a person and an agent made of the same file, by git's rules. */
final class Merge {

  private final Inquiry inquiry;
  private final Optional<Path> git;

  /**
   * @param git empty if there is none; then nothing can be merged
   */
  Merge(Inquiry inquiry, Optional<Path> git) {
    this.inquiry = inquiry;
    this.git = git;
  }

  /**
   * Merges.
   *
   * @param result gets the merged file, if both sides fit together
   * @return whether they do
   */
  boolean into(Path result, Path persons, Path base, Path agents) throws IOException {
    if (git.isEmpty()) {
      return false;
    }
    // It reads no repository: there is none in the root directory, and no variable names one.
    ProgramCall call =
        ProgramCall.of(
            git.get(),
            List.of(
                "merge-file",
                "--stdout",
                "--quiet",
                persons.toString(),
                base.toString(),
                agents.toString()));
    return OutputFile.write(inquiry, call, result).succeeded();
  }
}
