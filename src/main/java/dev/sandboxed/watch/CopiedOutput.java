package dev.sandboxed.watch;

import dev.sandboxed.files.CappedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Passes on what a program writes, and keeps a copy unless it is much. */
final class CopiedOutput extends OutputStream {

  // Of a project, find prints only the names that a rule is about.
  private static final int MOST = 1 << 20;

  private final OutputStream next;
  private final CappedOutput copy = new CappedOutput(MOST, () -> {});

  CopiedOutput(OutputStream next) {
    this.next = next;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    copy.write(bytes, offset, length);
    next.write(bytes, offset, length);
  }

  Optional<byte[]> all() {
    return copy.exceeded() ? Optional.empty() : Optional.of(copy.bytes());
  }
}
