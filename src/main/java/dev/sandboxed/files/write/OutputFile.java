package dev.sandboxed.files.write;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a program's output goes to, because it may be larger than what fits in memory. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Runs a program until it ends.
   *
   * @param file is made, or written anew
   * @throws IOException also if the file cannot take all of it, as on a full disk
   */
  public static ProgramEnd write(Inquiry inquiry, ProgramCall call, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      return inquiry.run(call, new Unchecked(out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
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
