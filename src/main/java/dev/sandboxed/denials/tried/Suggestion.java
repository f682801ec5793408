package dev.sandboxed.denials.tried;

import dev.sandboxed.observed.Event;
import dev.sandboxed.observed.KeptPlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Lines and options that would grant something, with what they give away. */
final class Suggestion {

  // What a TOML string, a shell's word and a path of a profile all read as it is. The agent chose
  // the name.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+@:,=-]+");

  private Suggestion() {}

  /** For something that nothing grants. */
  static Optional<Judgement.Grant> hidden(Event event, Path path, KeptPlan plan, Machine machine) {
    if (path.startsWith("/dev")) {
      return line("filesystem", "device", path, plan, "then programs inside can use this device");
    }
    if (event.kind() == Event.Kind.CONNECT) {
      return line(
          "filesystem",
          "read",
          path,
          plan,
          "then the program that listens there, which is outside, does for the agent what it would do for"
              + " you; [sockets] opens the usual ones by their names");
    }
    boolean tree = machine.isDirectory(path);
    return switch (event.kind()) {
      case WRITE ->
          line(
              "filesystem",
              "write",
              path,
              plan,
              "then the agent can read and change "
                  + (tree ? "all that is in it" : "it")
                  + ", for good"
                  + secrets(path, plan));
      case EXECUTE, READ, LIST, CONNECT, CALL ->
          line(
              "filesystem",
              "read",
              path,
              plan,
              "then the agent can read "
                  + (tree ? "all that is in it" : "it")
                  + secrets(path, plan)
                  + leaves(plan));
    };
  }

  /** For something that is shown and cannot be changed. */
  static Optional<Judgement.Grant> writable(
      Path path, KeptPlan plan, Machine machine, boolean guarded) {
    return line(
        "filesystem",
        "write",
        path,
        plan,
        guarded
            ? "it is protected because programs outside obey it: then what the agent writes there can run outside, as you"
            : "then the agent can change "
                + (machine.isDirectory(path) ? "all that is in it" : "it")
                + ", for good, outside as well");
  }

  /** For something that is masked. */
  static Optional<Judgement.Grant> masked(Event event, Path path, KeptPlan plan) {
    return line(
        "filesystem",
        event.kind() == Event.Kind.WRITE ? "write" : "read",
        path,
        plan,
        "it is masked because of what such files hold, such as keys and logins: then the agent has that"
            + leaves(plan));
  }

  /** Most keys and logins are below a name with a dot in the home, and few of them look like it. */
  private static String secrets(Path path, KeptPlan plan) {
    return path.startsWith(plan.home())
            && StreamSupport.stream(plan.home().relativize(path).spliterator(), false)
                .anyMatch(name -> name.toString().startsWith("."))
        ? ", keys and logins as well if it has any"
        : "";
  }

  private static String leaves(KeptPlan plan) {
    return plan.tier().equals("none") ? "" : ", and can send it wherever its network leads";
  }

  private static Optional<Judgement.Grant> line(
      String table, String key, Path path, KeptPlan plan, String gives) {
    String text = path.toString();
    if (!PLAIN.matcher(text).matches()) {
      return Optional.empty();
    }
    String shown =
        path.startsWith(plan.home()) && !path.equals(plan.home())
            ? "~/" + plan.home().relativize(path)
            : text;
    return Optional.of(
        new Judgement.Grant(
            "[%s] %s = [\"%s\"]".formatted(table, key, shown),
            Optional.of("--" + key + " " + shown),
            gives));
  }
}
