package dev.sandboxed.e2e.world;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what a person does after looking at everything that a project says: allows exactly that. */
public final class Allowance {

  private static final Pattern DIGEST = Pattern.compile("--digest (sha256-\\S+)");

  private Allowance() {}

  /**
   * Allows what is there.
   *
   * @param options of {@code sandboxed allow}
   * @return how that ended; nothing was allowed if it says so
   */
  public static Outcome give(HostWorld world, Path project, String... options) {
    Launch allow = Launch.of(world, "allow").in(project).with(options);
    Outcome asked = allow.outcome();
    Matcher digest = DIGEST.matcher(asked.err());
    return digest.find() ? allow.with("--digest", digest.group(1)).outcome() : asked;
  }
}
