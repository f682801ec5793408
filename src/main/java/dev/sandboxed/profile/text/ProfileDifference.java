package dev.sandboxed.profile.text;

import dev.sandboxed.opening.Opening;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.toml.AcceptedKey;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What two chains of profiles say differently, by what counts and not by their text: for one path
 * or one variable only the rule that wins, and no value that would be the same without it.
 */
public final class ProfileDifference {

  /**
   * One difference.
   *
   * @param before what the first chain says, if it says anything
   * @param after what the second one says
   */
  public record Change(Optional<Statement> before, Optional<Statement> after) {

    private String key() {
      Statement one = after.or(this::before).orElseThrow();
      return one.table() + "." + one.key();
    }
  }

  // Within one profile the first of these wins at one path.
  private static final List<String> PATHS = List.of("deny", "protect", "write", "read");

  // Without what is opened by its name, which is closed.
  private static final Map<String, String> OF_SINGLE_KEYS =
      Map.ofEntries(
          Map.entry("network.tier", "none"),
          Map.entry("network.mtu", "1500"),
          Map.entry("network.ipv6", "false"),
          Map.entry("filesystem.masks", "empty"),
          Map.entry("devshell.enable", "false"),
          Map.entry("devshell.installable", "."),
          Map.entry("devshell.shell_hook", "false"),
          Map.entry("auth.mode", "none"),
          Map.entry("state.scope", "project"),
          Map.entry("audit.changes", "false"),
          Map.entry("observe.denials", "false"),
          Map.entry("observe.calls", "false"),
          Map.entry("kernel.nested_userns", "false"),
          Map.entry("ide.connect", "false"),
          Map.entry("project.on_new_trap", "report"),
          Map.entry("project.snapshot", "false"));

  /** What counts where nothing is said, as docs/profile.md has it. */
  static final Map<String, String> DEFAULTS = defaults();

  private ProfileDifference() {}

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>(OF_SINGLE_KEYS);
    Stream.of(Opening.values())
        .forEach(opening -> defaults.put(opening.table() + "." + opening.key(), "false"));
    return Map.copyOf(defaults);
  }

  /**
   * All differences, those that are gone or changed first.
   *
   * @param one base first
   * @param other base first
   */
  public static List<Change> of(List<Profile> one, List<Profile> other) {
    Map<String, Statement> before = counting(one);
    Map<String, Statement> after = counting(other);
    Set<String> subjects = new LinkedHashSet<>(before.keySet());
    subjects.addAll(after.keySet());
    return subjects.stream()
        .map(subject ->
            new Change(
                Optional.ofNullable(before.get(subject)), Optional.ofNullable(after.get(subject))))
        .filter(change -> !said(change.before(), change).equals(said(change.after(), change)))
        .toList();
  }

  private static String said(Optional<Statement> statement, Change change) {
    return statement
        .map(one -> one.table() + "." + one.key() + " " + one.value())
        .orElse(change.key() + " " + DEFAULTS.getOrDefault(change.key(), ""));
  }

  /** What counts, by its subject. */
  private static Map<String, Statement> counting(List<Profile> chain) {
    AcceptedKeys accepted = ProfileReader.accepted();
    Map<String, Statement> counting = new LinkedHashMap<>();
    for (Profile profile : chain) {
      replaced(profile, accepted)
          .forEach(key -> counting.keySet().removeIf(subject -> subject.startsWith(key + " ")));
      Map<String, Statement> own = new LinkedHashMap<>();
      statements(profile)
          .forEach(said -> own.merge(subject(said, accepted), said, ProfileDifference::stronger));
      counting.putAll(own);
    }
    return counting;
  }

  /** Without what is said in the tables of a list: it is a part of the value. */
  private static Stream<Statement> statements(Profile profile) {
    return profile.statements().stream()
        .filter(said -> !said.table().equals(AcceptedKeys.TOP) && !said.table().contains("."));
  }

  /** The lists that count instead of those below. */
  private static Stream<String> replaced(Profile profile, AcceptedKeys accepted) {
    return statements(profile)
        .filter(said -> asked(said, accepted).replaces())
        .map(said -> said.table() + "." + said.key())
        .distinct();
  }

  private static String subject(Statement said, AcceptedKeys accepted) {
    String key = said.table() + "." + said.key();
    if (said.table().equals("filesystem") && PATHS.contains(said.key())) {
      return "path " + said.subject();
    }
    if (key.equals("environment.pass") || key.equals("environment.set")) {
      return "variable " + said.subject();
    }
    AcceptedKey asked = asked(said, accepted);
    return asked.addsUp() || asked.replaces() ? key + " " + said.subject() : key;
  }

  private static AcceptedKey asked(Statement said, AcceptedKeys accepted) {
    AcceptedKey asked = accepted.keysIn(said.table()).get(said.key());
    if (asked == null) {
      throw new IllegalStateException("nobody reads " + said.table() + "." + said.key());
    }
    return asked;
  }

  private static Statement stronger(Statement one, Statement other) {
    int first = PATHS.indexOf(one.key());
    int second = PATHS.indexOf(other.key());
    return first >= 0 && first < second ? one : other;
  }
}
