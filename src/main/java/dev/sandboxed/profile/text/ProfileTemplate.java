package dev.sandboxed.profile.text;

import dev.sandboxed.problem.Quoted;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.toml.AcceptedKey;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A profile for a person to edit: it lists every key, nearly all in comments. */
public final class ProfileTemplate {

  // The one key that a new profile already sets.
  private static final String EXTENDS = "extends";

  private final StringBuilder text = new StringBuilder();
  private final AcceptedKeys accepted = ProfileReader.accepted();
  private final String base;

  private ProfileTemplate(String base) {
    this.base = base;
  }

  /**
   * The text of a new profile. A line that starts with {@code #} and no blank is one to uncomment.
   *
   * @param base the profile that it extends
   */
  public static String of(String name, String base) {
    ProfileTemplate template = new ProfileTemplate(base);
    template.text.append(
        """
        # A sandboxed profile. It builds on the one it extends and says what is different:
        # remove the # from what you want, and change it.
        #
        #   sandboxed run claude --profile %1$s             runs with it
        #   sandboxed run claude --profile %1$s --dry-run   shows what the sandbox would be
        #   sandboxed profiles show %1$s                    shows the result, with everything it extends

        """
            .formatted(name));
    template.table(AcceptedKeys.TOP);
    return template.text.toString();
  }

  private void table(String name) {
    Map<String, AcceptedKey> keys = accepted.keysIn(name);
    keys.forEach((key, asked) -> {
      if (asked.shape() instanceof Shape.Table table) {
        text.append("\n[").append(table.name()).append("]\n");
        table(table.name());
      } else if (asked.shape() instanceof Shape.TablesByName tables) {
        named(key, accepted.keysIn(tables.table().name()));
      } else {
        text.append("# ").append(asked.meaning()).append(choice(asked.shape())).append('\n');
        text.append(key.equals(EXTENDS) ? "" : "#").append(key).append(" = ");
        text.append(key.equals(EXTENDS) ? Quoted.of(base) : asked.start()).append('\n');
      }
    });
  }

  /** An example of such a table: no line of it makes sense alone. */
  private void named(String table, Map<String, AcceptedKey> keys) {
    text.append("\n# Of these tables there may be several; the name of each is yours.\n")
        .append("# [%s.%s]\n".formatted(table, Shape.TablesByName.ANY));
    keys.forEach((key, asked) ->
        text.append("#   # ")
            .append(asked.meaning())
            .append('\n')
            .append("#   ")
            .append(key)
            .append(" = ")
            .append(asked.start())
            .append('\n'));
  }

  private static String choice(Shape shape) {
    return switch (shape) {
      case Shape.Word word ->
          word.words().stream().map(Quoted::of).collect(Collectors.joining(", ", ": ", ""));
      case Shape.WholeNumber number ->
          String.format(Locale.ROOT, ": %d to %d", number.least(), number.most());
      case Shape.Hundredths number ->
          String.format(Locale.ROOT, ": %s to %s", number.least() / 100.0, number.most() / 100.0);
      case Shape.Text _, Shape.Flag _, Shape.ListOf _ -> "";
      case Shape.TextOrTable _, Shape.TextsByName _, Shape.Table _, Shape.TablesByName _ -> "";
    };
  }
}
