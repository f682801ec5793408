package dev.sandboxed.agent;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why npm fetched nothing, and what a person can do about it. */
final class NpmFailure {

  // What npm says when the network is the reason.
  private static final Pattern NETWORK =
      Pattern.compile("E(?:CONN|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)|network");

  private static final Pattern PREFIX = Pattern.compile("^npm (?:ERR!|error)");
  private static final int REASON_LINES = 5;

  private NpmFailure() {}

  /** What npm says is the reason, without where in its own code that came up. */
  static String reason(String words) {
    return words
        .lines()
        .map(line -> PREFIX.matcher(line).replaceFirst("").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("at "))
        .limit(REASON_LINES)
        .collect(Collectors.joining("\n  "));
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
