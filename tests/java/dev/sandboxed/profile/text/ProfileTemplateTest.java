package dev.sandboxed.profile.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.profile.AgentReader;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

class ProfileTemplateTest {

  private static final String TEXT = ProfileTemplate.of("mine", "strict");

  /** The number sign of a line that is commented out. */
  private static final Pattern COMMENTED_OUT = Pattern.compile("(?m)^#(?=\\S)");

  private static String uncommented() {
    return COMMENTED_OUT.matcher(TEXT).replaceAll("");
  }

  @Test
  void asWrittenItExtendsItsBaseAndSaysNothingElse() {
    Reading<Profile> reading = ProfileReader.read("mine", "mine.toml", TEXT);

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.value().parent())
        .hasValueSatisfying(parent -> assertThat(parent.value()).isEqualTo("strict"));
    assertThat(Toml.parse(TEXT).dottedKeySet()).containsExactly("extends");
  }

  @Test
  void withEveryLineUncommentedItIsAProfileWithEveryKey() {
    assertThat(ProfileReader.read("mine", "mine.toml", uncommented()).problems()).isEmpty();
    assertThat(Toml.parse(uncommented()).dottedKeySet())
        .containsAll(
            ProfileReader.accepted().dotted().stream()
                .filter(key -> !key.equals("environment.set"))
                // An example stands for those.
                .filter(key -> !key.startsWith("credentials."))
                .toList())
        .contains("environment.set.EDITOR");
  }

  @Test
  void everyLineCanBeUncommentedAlone() {
    List<String> lines = TEXT.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      List<String> changed = new ArrayList<>(lines);
      changed.set(at, COMMENTED_OUT.matcher(lines.get(at)).replaceAll(""));
      assertThat(ProfileReader.read("mine", "mine.toml", String.join("\n", changed)).problems())
          .as(lines.get(at))
          .isEmpty();
    }
  }

  @Test
  void itFitsAnOrdinaryEditor() {
    assertThat(TEXT.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void anAgentsKeysShowWhatToWriteAsWell() {
    AcceptedKeys keys = AgentReader.accepted();
    for (String table :
        List.of(AcceptedKeys.TOP, "install", "state", "environment", "filesystem")) {
      keys.keysIn(table)
          .forEach((key, asked) ->
              assertThat(asked.shape() instanceof Shape.Table || !asked.start().isEmpty())
                  .as(key)
                  .isTrue());
    }
  }
}
