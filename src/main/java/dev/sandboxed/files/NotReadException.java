package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not read because it could keep sandboxed waiting, or never end. */
public final class NotReadException extends IOException {

  private final String what;

  NotReadException(Path file, String what) {
    super(file + " is " + what);
    this.what = what;
  }

  /** What it is, for example {@code a pipe, a socket or a device}. */
  public String what() {
    return what;
  }
}
