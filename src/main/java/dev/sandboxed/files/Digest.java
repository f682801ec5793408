package dev.sandboxed.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256. */
public final class Digest {

  /** 256 bits, four to a digit. */
  public static final int HEX_DIGITS = 64;

  private Digest() {}

  /** The digest of a text in UTF-8, in lower-case hexadecimal. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The digest of bytes, in lower-case hexadecimal. */
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  /** The digest as Nix and package managers write it: {@code sha256-} and base64. */
  public static String named(byte[] bytes) {
    return "sha256-" + Base64.getEncoder().encodeToString(digest(bytes));
  }

  private static byte[] digest(byte[] bytes) {
    return sha256().digest(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
