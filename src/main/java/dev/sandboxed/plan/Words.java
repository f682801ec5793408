package dev.sandboxed.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Words as a plan directory holds them. */
public final class Words {

  private Words() {}

  /** The content of their file. Each word ends with a NUL, which no word can hold. */
  public static byte[] bytes(List<String> words) {
    StringBuilder joined = new StringBuilder();
    words.forEach(word -> joined.append(word).append('\0'));
    return joined.toString().getBytes(StandardCharsets.UTF_8);
  }
}
