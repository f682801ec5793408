package dev.sandboxed.review;

import dev.sandboxed.problem.Printable;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.text.ProfileStatements;
import dev.sandboxed.toml.Shape;
import dev.sandboxed.toml.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a profile says, in one sentence that starts with what widens the sandbox. */
public final class LayerSummary {

  // Only these never widen it. A key that nobody thought of here comes before them.
  private static final Set<String> NARROWING =
      Set.of("filesystem.deny", "filesystem.protect", "audit.changes");

  private LayerSummary() {}

  public static String of(Profile profile) {
    List<ProfileStatements.OfKey> said = ProfileStatements.of(List.of(profile));
    return said.isEmpty()
        ? "It changes nothing."
        : "On top of the profile you choose it says: "
            + Printable.line(
                said.stream()
                    .sorted(Comparator.comparing(key -> NARROWING.contains(key.key())))
                    .map(LayerSummary::part)
                    .collect(Collectors.joining("; ")))
            + ".";
  }

  private static String part(ProfileStatements.OfKey key) {
    return key.asked().label()
        + " "
        + key.statements().stream()
            .map(said -> shown(key.asked().shape(), said))
            .collect(Collectors.joining(", "));
  }

  private static String shown(Shape shape, Statement said) {
    return shape instanceof Shape.Flag
        ? said.value().equals("true") ? "yes" : "no"
        : said.subject();
  }
}
