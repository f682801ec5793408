package dev.sandboxed.files;

import dev.sandboxed.problem.ByteCount;
import java.io.IOException;
import java.nio.file.Path;

/** A file that is not read because it could keep sandboxed waiting, or never end. */
public final class NotReadException extends IOException {

  private final String what;

  NotReadException(Path file, String what) {
    super(file + " is " + what);
    this.what = what;
  }

  static NotReadException larger(Path file, int largest) {
    return new NotReadException(file, "larger than " + ByteCount.text(largest));
  }

  /** What it is, for example {@code a pipe, a socket or a device}. */
  public String what() {
    return what;
  }
}
