package dev.sandboxed.snapshot;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    try (OutputStream out = Files.newOutputStream(result)) {
      ProgramEnd end = inquiry.run(call, new Unchecked(out));
      return end.succeeded();
    }
  }

  /** Whoever runs a program takes no exception from where its output goes. */
  private static final class Unchecked extends OutputStream {
    private final OutputStream next;

    private Unchecked(OutputStream next) {
      this.next = next;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        next.write(bytes, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
