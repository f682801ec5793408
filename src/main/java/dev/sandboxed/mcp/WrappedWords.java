package dev.sandboxed.mcp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words between sandboxed and the command of a server.
 *
 * @param profile the profile it runs with
 * @param command which of the words is the command, counted from 0
 * @param hadArguments whether the server had {@code args} before; one word or two for the option is
 *     all that says so, and means the same to sandboxed
 */
record WrappedWords(String profile, int command, boolean hadArguments) {

  private static final String OPTION = "--profile";

  private static final Pattern PROFILE = Pattern.compile("mcp-[a-z0-9_-]{1,60}");
  private static final Pattern JOINED = Pattern.compile(OPTION + "=(" + PROFILE + ")");

  /** The words to put in front of a command. */
  static List<String> before(String profile, boolean hasArguments) {
    return hasArguments
        ? List.of("run", "--quiet", OPTION, profile, "--")
        : List.of("run", "--quiet", OPTION + "=" + profile, "--");
  }

  /** Finds them at the beginning of a server's arguments. */
  static Optional<WrappedWords> of(List<String> arguments) {
    if (arguments.size() >= 5) {
      Matcher joined = JOINED.matcher(arguments.get(2));
      if (joined.matches() && starts(arguments, before(joined.group(1), false))) {
        return Optional.of(new WrappedWords(joined.group(1), 4, false));
      }
    }
    if (arguments.size() >= 6) {
      String profile = arguments.get(3);
      if (PROFILE.matcher(profile).matches() && starts(arguments, before(profile, true))) {
        return Optional.of(new WrappedWords(profile, 5, true));
      }
    }
    return Optional.empty();
  }

  private static boolean starts(List<String> arguments, List<String> beginning) {
    return arguments.subList(0, beginning.size()).equals(beginning);
  }
}
