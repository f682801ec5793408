package dev.sandboxed.cli;

import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.text.ProfileDifference;
import dev.sandboxed.profile.text.ProfileStatements;
import dev.sandboxed.toml.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A chain of profiles shown as one, each line with the place it came from. */
final class ProfileText {

  private ProfileText() {}

  /**
   * The chain's text.
   *
   * @param chain base first
   */
  static String of(List<Profile> chain) {
    String lines =
        ProfileStatements.of(chain).stream()
            .flatMap(key -> key.statements().stream().map(said -> line(key.key(), said)))
            .collect(Collectors.joining());
    return "# " + chain.getLast().description() + "\n# " + names(chain) + "\n" + lines;
  }

  /**
   * What two chains say differently: a line for what is gone, and one for what is new.
   *
   * @param one base first; may be empty
   * @param other base first
   */
  static String ofDifference(
      List<Profile> one, List<Profile> other, List<ProfileDifference.Change> changes) {
    if (changes.isEmpty()) {
      return "# no difference between %s and %s\n".formatted(names(one), names(other));
    }
    StringBuilder text = new StringBuilder();
    text.append("# - ").append(names(one)).append("\n# + ").append(names(other)).append('\n');
    for (ProfileDifference.Change change : changes) {
      change.before().ifPresent(said -> text.append("- ").append(line(key(said), said)));
      change.after().ifPresent(said -> text.append("+ ").append(line(key(said), said)));
    }
    return text.toString();
  }

  private static String key(Statement said) {
    return said.table() + "." + said.key();
  }

  private static String names(List<Profile> chain) {
    return chain.isEmpty()
        ? "nothing"
        : chain.stream().map(Profile::name).collect(Collectors.joining(" < "));
  }

  private static String line(String key, Statement said) {
    return String.format(
        Locale.ROOT, "%-22s %-34s # %s%n", key, said.value(), said.origin().describe());
  }
}
