package dev.sandboxed.beneath;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes a new file, and leaves out what is zero: a file with holes, or one that could have some,
 * takes no more room than what is in it.
 */
public final class SparseOutput extends OutputStream {

  private final FileChannel file;
  private long size;

  /**
   * At the beginning of an empty file.
   *
   * @param file is closed with this
   */
  public SparseOutput(FileChannel file) {
    this.file = file;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!isZero(bytes, offset, length)) {
      write(ByteBuffer.wrap(bytes, offset, length), size);
    }
    size += length;
  }

  private void write(ByteBuffer some, long at) throws IOException {
    for (long next = at; some.hasRemaining(); ) {
      next += file.write(some, next);
    }
  }

  private static boolean isZero(byte[] bytes, int offset, int length) {
    for (int at = offset; at < offset + length; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Makes the file as long as it has to be. */
  public void end() throws IOException {
    if (file.size() < size) {
      write(ByteBuffer.allocate(1), size - 1);
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      end();
    }
  }
}
