package dev.sandboxed.profile.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import dev.sandboxed.toml.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfileDifferenceTest {

  private static List<Profile> chain(String... texts) {
    return Stream.of(texts)
        .map(text -> ProfileReader.read("x", "x.toml", text))
        .peek(reading -> assertThat(reading.problems()).isEmpty())
        .map(Reading::value)
        .toList();
  }

  private static List<String> between(List<Profile> one, List<Profile> other) {
    return ProfileDifference.of(one, other).stream()
        .map(change -> said(change.before()) + " > " + said(change.after()))
        .toList();
  }

  private static String said(Optional<Statement> statement) {
    return statement.map(one -> one.key() + " " + one.value()).orElse("");
  }

  @Test
  void ofRulesAboutOnePathOnlyTheOneThatWinsCounts() {
    List<Profile> one = chain("filesystem.write = ['~/a']\nfilesystem.read = ['~/b']");
    assertThat(between(one, chain("filesystem.read = ['~/b']", "filesystem.write = ['~/a']")))
        .isEmpty();
    assertThat(between(one, chain("filesystem.write = ['~/a', '~/b']\nfilesystem.read = ['~/b']")))
        .containsExactly("read ~/b > write ~/b");
    assertThat(between(one, chain("filesystem.write = ['~/a']", "filesystem.deny = ['~/a', 'c']")))
        .containsExactly("read ~/b > ", "write ~/a > deny ~/a", " > deny c");
  }

  @Test
  void whatALaterProfileReplacesIsGone() {
    assertThat(
            between(
                chain("network.tier = 'full'\nnetwork.dns = ['9.9.9.9']"),
                chain(
                    "network.tier = 'none'\nnetwork.dns = ['1.1.1.1']",
                    "network.tier = 'full'\nnetwork.dns = ['9.9.9.9']")))
        .isEmpty();
    assertThat(
            between(
                chain("environment.pass = ['A', 'B']"),
                chain("environment.pass = ['A', 'B']", "environment.set = { B = 'x' }")))
        .containsExactly("pass B > set B=x");
  }

  @Test
  void aRuleThatSparesMoreIsADifference() {
    assertThat(
            between(
                chain("filesystem.deny = [{ path = '*.pem' }]"),
                chain("filesystem.deny = [{ path = '*.pem', keys = true }]")))
        .containsExactly("deny *.pem > deny *.pem except files of certificates");
  }

  @Test
  void whatWouldBeTheSameWithoutItIsNoDifference() throws IOException {
    ProfileDifference.DEFAULTS.forEach((key, value) -> {
      String written = value.matches("[0-9]+|false") ? value : "'" + value + "'";
      assertThat(between(chain("description = 'x'"), chain(key + " = " + written)))
          .as(key)
          .isEmpty();
    });
    assertThat(ProfileDifference.DEFAULTS).containsExactlyInAnyOrderEntriesOf(documented());
  }

  /** The fixed values in the column of docs/profile.md for what is not said. */
  private static Map<String, String> documented() throws IOException {
    Pattern row =
        Pattern.compile(
            "\\| `([a-z0-9_.]+)` \\|.*\\| (?:from below, else ([a-z0-9]+)|`([.])`) \\|.*");
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/profile.md"))) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        documented.put(
            matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
      }
    }
    return documented;
  }
}
