package dev.sandboxed.architecture.wrong.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** Breaks a rule on purpose. */
@NullMarked
public final class ReadsPastTheInquiry {

  private ReadsPastTheInquiry() {}

  /** Nobody will know that a plan depends on it. */
  public static String settings(Path home) throws IOException {
    return Files.readString(home.resolve(".settings"));
  }
}
