package dev.sandboxed.agent;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why npm fetched nothing, and what a person can do about it. */
final class NpmFailure {

  // What npm says when the network is the reason.
  private static final Pattern NETWORK =
      Pattern.compile("E(?:CONN|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)|network");

  private static final Pattern PREFIX = Pattern.compile("^npm (?:ERR!|error)");

  // Where npm's code was, and where npm says more of it, which is never kept.
  private static final Pattern NO_REASON =
      Pattern.compile("at .*|(?i:log files were not written).*|A complete log of this run .*");

  // What a sentence after it says again.
  private static final Pattern ONE_WORD = Pattern.compile("(?:code|syscall|errno) \\S+");
  private static final int REASON_LINES = 5;

  // It is the same of every package.
  private static final Pattern NOT_REACHED =
      Pattern.compile("(?:FetchError: )?request to \\S+ failed, reason: (.+)");

  private static final Pattern SILENT = Pattern.compile("network timeout at: \\S+");

  private NpmFailure() {}

  /**
   * What npm says is the reason, without where in its own code that came up. A registry can choose
   * most of it: lines after the first are further in than what sandboxed says itself.
   */
  static String reason(String words) {
    return lines(words).limit(REASON_LINES).collect(Collectors.joining("\n    "));
  }

  /** The one line of it that says most. */
  static String shortReason(String words) {
    return lines(words)
        .filter(line -> !ONE_WORD.matcher(line).matches())
        .findFirst()
        .or(() -> lines(words).findFirst())
        .map(line -> NOT_REACHED.matcher(line).replaceFirst("npm does not reach its registry: $1"))
        .map(line -> SILENT.matcher(line).replaceFirst("the npm registry does not answer"))
        .orElse("");
  }

  private static Stream<String> lines(String words) {
    return words
        .lines()
        .map(line -> PREFIX.matcher(line).replaceFirst("").strip())
        .filter(line -> !line.isEmpty() && !NO_REASON.matcher(line).matches());
  }

  /** There is no npm to fetch an agent with. */
  static UserFailure missing(String agent, String npmPackage) {
    return new UserFailure(
        UserFailure.NOT_FOUND,
        List.of(
            Problem.of(
                "agent.missing",
                "there is no " + agent + " on PATH, and no npm to fetch " + npmPackage + " with",
                "install " + agent + ", or npm (Debian, Ubuntu: apt-get install npm)")));
  }

  /** It found a package that is not signed as it should be, or could not tell. */
  static UserFailure unsigned(String spec, UserFailure failure) {
    String why = failure.problems().getFirst().message();
    return new UserFailure(
        Problem.of(
            "agent.not-signed",
            "npm did not confirm the registry's signatures of "
                + spec
                + ": "
                + why.substring(why.indexOf(": ") + 2),
            "nothing has changed. A registry without signatures, such as a mirror, or a network that hides the"
                + " keys: --without-signatures relies on the hash that the registry itself names"));
  }

  /** It could not fetch a package. */
  static UserFailure of(String spec, String why) {
    return new UserFailure(
        Problem.of(
            "agent.install-failed",
            "npm could not fetch " + spec + ": " + why,
            NETWORK.matcher(why).find()
                ? "if there is a proxy, tell npm about it, then start this again: npm config set https-proxy"
                    + " http://HOST:PORT"
                : "fix it, or install the agent yourself so that it is on PATH"));
  }
}
