package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The first line of a script. */
final class Shebang {

  // BINPRM_BUF_SIZE: the kernel reads no further.
  private static final int LONGEST_BYTES = 256;

  private Shebang() {}

  /**
   * The interpreter of a script: absolute, or the name that {@code env} looks up on PATH. Empty for
   * a binary, or a file that cannot be read.
   */
  static Optional<String> read(Inquiry inquiry, Path file) {
    try {
      byte[] bytes = inquiry.beginning(file, LONGEST_BYTES);
      String start = new String(bytes, StandardCharsets.ISO_8859_1);
      return start.startsWith("#!")
          ? interpreter(
              List.of(start.substring(2).lines().findFirst().orElse("").strip().split("\\s+")))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> interpreter(List<String> words) {
    if (words.getFirst().isEmpty()) {
      return Optional.empty();
    }
    return Path.of(words.getFirst()).endsWith("env")
        ? words.stream()
            .skip(1)
            .flatMap(word ->
                word.startsWith("-") || word.contains("=") ? Stream.empty() : Stream.of(word))
            .findFirst()
        : Optional.of(words.getFirst());
  }
}
