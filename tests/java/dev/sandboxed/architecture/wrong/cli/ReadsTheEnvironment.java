package dev.sandboxed.architecture.wrong.cli;

import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** A command that does not take the environment from its constructor. */
@NullMarked
public final class ReadsTheEnvironment {

  private ReadsTheEnvironment() {}

  /** Asks the process. */
  public static Map<String, String> environment() {
    return System.getenv();
  }
}
