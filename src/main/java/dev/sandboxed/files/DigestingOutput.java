package dev.sandboxed.files;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Hands on what is written, and knows its digest (SHA-256). */
public final class DigestingOutput extends OutputStream {

  private final OutputStream next;
  private final MessageDigest digest = Digest.sha256();

  public DigestingOutput(OutputStream next) {
    this.next = next;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    digest.update(bytes, offset, length);
    next.write(bytes, offset, length);
  }

  /** The digest of everything written, in lower-case hexadecimal; it can be had once. */
  public String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
