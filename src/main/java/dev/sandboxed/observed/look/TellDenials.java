package dev.sandboxed.observed.look;

import dev.sandboxed.denials.Denials;
import dev.sandboxed.denials.Refusal;
import dev.sandboxed.denials.tried.Tried;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.ConnectionLogs;
import java.nio.file.Path;
import java.util.List;

/**
 * Says in a line how much a session was refused. Started by src/main/bash/observe when it has
 * ended.
 */
public final class TellDenials {

  private TellDenials() {}

  /**
   * Prints the line, or nothing if nothing was refused.
   *
   * @param arguments sandboxed's state directory, the session, and what the person types to start
   *     sandboxed
   */
  public static void main(String[] arguments) {
    try {
      Path state = Path.of(arguments[0]);
      SeenSession seen = SeenSession.of(state, arguments[1]);
      if (!seen.whole()) {
        System.out.println(
            (seen.written() ? "strace" : "the program that writes down what is tried")
                + " was gone before the agent was: what was tried since then is not written down");
      }
      long count = seen.refused().stream().filter(Tried::counts).count();
      Denials network = new Denials();
      ConnectionLogs.each(
          new ConnectionLogs(state).refusals(arguments[1]),
          line -> Refusal.of(line).ifPresent(network::add));
      count += network.list(List.of()).size() + network.others();
      if (count > 0) {
        System.out.println(
            "%s refused: %s denials"
                .formatted(count == 1 ? "1 thing was" : count + " things were", arguments[2]));
      }
    } catch (UserFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
