package dev.sandboxed.files;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps bytes up to a limit; the first byte beyond it sets off an action, once. */
public final class CappedOutput extends OutputStream {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;
  private final Runnable overflow;
  private boolean exceeded;

  /**
   * Keeps nothing yet.
   *
   * @param limit in bytes
   */
  public CappedOutput(int limit, Runnable overflow) {
    this.limit = limit;
    this.overflow = overflow;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  // What comes after the limit is read and dropped, so that the writer can finish.
  @Override
  public void write(byte[] source, int offset, int length) {
    if (exceeded) {
      return;
    }
    if (length > limit - bytes.size()) {
      exceeded = true;
      overflow.run();
      return;
    }
    bytes.write(source, offset, length);
  }

  public boolean exceeded() {
    return exceeded;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
