package dev.sandboxed.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The real git, without anybody's configuration. */
final class Git {

  private Git() {}

  /** Runs a shell script that must succeed, and tells what it says. */
  static String in(Path directory, String script) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-ec", script)
              .directory(directory.toFile())
              .redirectErrorStream(true);
      builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
      for (String who : new String[] {"AUTHOR", "COMMITTER"}) {
        builder.environment().put("GIT_" + who + "_NAME", "Ana");
        builder.environment().put("GIT_" + who + "_EMAIL", "ana@example.org");
      }
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(script + ": " + said);
      }
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
