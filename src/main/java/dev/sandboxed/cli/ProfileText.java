package dev.sandboxed.cli;

import dev.sandboxed.profile.Profile;
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
    String names = chain.stream().map(Profile::name).collect(Collectors.joining(" < "));
    String lines =
        ProfileStatements.of(chain).stream()
            .flatMap(key -> key.statements().stream().map(said -> line(key.key(), said)))
            .collect(Collectors.joining());
    return "# " + chain.getLast().description() + "\n# " + names + "\n" + lines;
  }

  private static String line(String key, Statement said) {
    return String.format(
        Locale.ROOT, "%-22s %-34s # %s%n", key, said.value(), said.origin().describe());
  }
}
