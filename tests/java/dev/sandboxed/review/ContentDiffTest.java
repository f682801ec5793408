package dev.sandboxed.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.state.Content;
import dev.sandboxed.state.Copy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContentDiffTest {

  private static final String FILE = ".sandboxed.toml";

  @Test
  void whatWasNeverAllowedIsAllNew() {
    assertThat(shown(Content.NOTHING, file("a = 1\nb = 2\n")))
        .containsExactly(
            "--- .sandboxed.toml (not there)",
            "+++ .sandboxed.toml (12 bytes)",
            "+a = 1",
            "+b = 2",
            "2 lines added, 0 removed");
  }

  @Test
  void aChangeIsShownWithTheLinesAroundItRemovedBeforeAdded() {
    assertThat(shown(file("1\n2\n3\n4\n5\nold\n6\n"), file("1\n2\n3\n4\n5\nnew\nmore\n6\n")))
        .containsExactly(
            "--- .sandboxed.toml (16 bytes)",
            "+++ .sandboxed.toml (21 bytes)",
            "@@ -3,5 +3,6 @@",
            " 3",
            " 4",
            " 5",
            "-old",
            "+new",
            "+more",
            " 6",
            "2 lines added, 1 removed");
  }

  @Test
  void ofALongFileOnlyWhatIsBetweenTheFirstAndTheLastChangeIsShown() {
    String start = "same\n".repeat(9_000);

    assertThat(shown(file(start + "old\n" + start), file(start + "new\n" + start)))
        .contains("@@ -8998,7 +8998,7 @@", "-old", "+new")
        .hasSizeLessThan(15);
  }

  @Test
  void whatIsUnchangedIsNotShown() {
    assertThat(shown(file("a\n"), file("a\n"))).containsExactly("0 lines added, 0 removed");
  }

  @Test
  void whatIsGoneIsRemoved() {
    assertThat(shown(file("a\n"), Content.NOTHING))
        .containsExactly(
            "--- .sandboxed.toml (2 bytes)",
            "+++ .sandboxed.toml (not there)",
            "-a",
            "0 lines added, 1 removed");
  }

  @Test
  void anEmptyFileIsShownAsOne() {
    assertThat(shown(Content.NOTHING, file("")))
        .contains("+++ .sandboxed.toml (0 bytes)")
        .anyMatch(row -> row.startsWith("+file sha256-"));
  }

  @Test
  void aLineThatOnlyLostItsNewlineOrGainedABlankIsShown() {
    assertThat(shown(file("a\n"), file("a"))).contains("-a", "+a", "\\ No newline at end of file");
    assertThat(shown(file("a\n"), file("a\r\n"))).contains("-a", "+a\\r");
    assertThat(shown(file("a\n"), file("a\u00a0\n")))
        .contains("+a\\xa0", "\\ 1 character of this line cannot be seen");
  }

  /** Otherwise a character and its name would look the same. */
  @Test
  void aCharacterThatWasWrittenOutDiffersFromItsName() {
    List<String> rows = shown(file("\\u{1b}[2J\n"), file("\u001b[2J\n"));

    assertThat(rows)
        .containsSubsequence(
            "-\\u{1b}[2J", "+\\u{1b}[2J", "\\ 1 character of this line cannot be seen");
    assertThat(rows.getLast())
        .isEqualTo("1 line added, 1 removed; 1 character that cannot be seen, written as \\u{…}");
  }

  @Test
  void nothingInTheFileIsObeyedByTheTerminal() {
    StringBuilder hostile = new StringBuilder();
    for (int codePoint = 0; codePoint < 0x3000; codePoint++) {
      hostile.appendCodePoint(codePoint).append(codePoint % 16 == 0 ? "abcdefgh\n" : "abcdefgh");
    }
    String bytes =
        new String(
            hostile.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(shown(Content.NOTHING, file(bytes)))
        .hasSizeGreaterThan(700)
        .allMatch(row -> row.codePoints().noneMatch(Revealed::isUnseen));
  }

  @Test
  void aNameIsWrittenOutToo() {
    Content content = Content.ofFile("a\n+++ b\u202e", "x\n");

    assertThat(shown(Content.NOTHING, content).get(1))
        .isEqualTo("+++ a\\u{a}+++ b\\u{202e} (2 bytes)");
  }

  /** A terminal would break it, and its second half would look like a line of its own. */
  @Test
  void aLongLineIsBrokenWithItsSignInEveryRow() {
    String line = "# " + " ".repeat(78) + "-deny = []" + "x".repeat(100);

    List<String> rows = shown(Content.NOTHING, file(line + "\n"));

    assertThat(rows.subList(2, rows.size() - 1))
        .hasSize(3)
        .allMatch(row -> row.startsWith("+") && row.length() <= 77)
        .element(1)
        .asString()
        .startsWith("+… ");
    assertThat(rows.getLast()).isEqualTo("1 line added, 0 removed");
  }

  @Test
  void aLineTooLongToReadIsCutAndSaysSo() {
    List<String> rows = shown(Content.NOTHING, file("x".repeat(100_000) + "\nend\n"));

    assertThat(rows)
        .hasSizeLessThan(70)
        .contains("\\ 96000 more characters of this line are NOT shown", "+end");
    assertThat(rows.getLast())
        .isEqualTo("2 lines added, 0 removed; 1 line too long to be shown in full");
  }

  @Test
  void aBinaryFileIsShownWithItsSize() {
    String binary = "\u0000\u0001\u0002\u00ff".repeat(1000);

    assertThat(shown(file("a\n"), file(binary)))
        .contains("+++ .sandboxed.toml (binary, 4000 bytes)")
        .anyMatch(row -> row.startsWith("+binary, 4000 bytes, not shown: file sha256-"));
  }

  @Test
  void oneUnseenCharacterDoesNotMakeATextBinary() {
    assertThat(shown(Content.NOTHING, file("evil = true\n\u0000\n")))
        .contains("+evil = true", "+\\u{0}");
  }

  @Test
  void aSymlinkIsShownByItsTarget() {
    Content link =
        new Content(
            new TreeMap<>(Map.of(FILE, "symlink")),
            new TreeMap<>(Map.of(FILE, new Copy.OfSymlink("/etc/\u001bpasswd"))));

    assertThat(shown(file("a\n"), link))
        .contains("+++ .sandboxed.toml (symlink)", "+symlink to /etc/\\u{1b}passwd");
  }

  @Test
  void whatHasNoCopyIsShownByItsMark() {
    Content before = new Content(new TreeMap<>(Map.of("nix", "directory 1")), new TreeMap<>());
    Content after = new Content(new TreeMap<>(Map.of("nix", "directory 2")), new TreeMap<>());

    assertThat(shown(before, after)).contains("-directory 1", "+directory 2");
  }

  @Test
  void theSameTextWithAnotherMarkIsShownByItsMark() {
    TreeMap<String, Copy> copies = new TreeMap<>(Map.of("run", new Copy.OfFile("x\n")));
    Content before = new Content(new TreeMap<>(Map.of("run", "plain")), copies);
    Content after = new Content(new TreeMap<>(Map.of("run", "executable")), copies);

    assertThat(shown(before, after)).contains("-plain", "+executable");
  }

  @Test
  void filesOfAnyLengthAreCompared() {
    String many = "a\n".repeat(60_000);

    assertThat(shown(file("b\n" + many + "b\n"), file("c\n" + many + "c\n")).getLast())
        .isEqualTo("60002 lines added, 60002 removed");
  }

  private static Content file(String bytes) {
    return Content.ofFile(FILE, bytes);
  }

  private static List<String> shown(Content before, Content after) {
    ContentDiff diff = ContentDiff.of(before, after);
    List<String> rows = new ArrayList<>(diff.rows().stream().map(ContentDiff.Row::text).toList());
    rows.add(diff.total());
    return rows;
  }
}
