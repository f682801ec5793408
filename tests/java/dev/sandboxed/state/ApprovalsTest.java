package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsTest {

  private static final Path SHOP = Path.of("/home/ana/work/shop");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.75Z");
  private static final Content FIRST = Content.ofFile("a.toml", "one\n\u00ff");
  private static final Content SECOND = Content.ofFile("a.toml", "two\n");

  @TempDir Path top = Path.of("");

  private Approvals approvals = new Approvals(ThisMachine.INQUIRY, Path.of(""));

  @BeforeEach
  void inTheStateDirectory() {
    approvals = new Approvals(ThisMachine.INQUIRY, top);
  }

  @Test
  void whatWasNeverAllowedIsNotFound() {
    assertThat(approvals.find(SHOP, Subject.PROJECT_FILE)).isEmpty();
    assertThat(approvals.list()).isEmpty();
    assertThat(top).isEmptyDirectory();
  }

  @Test
  void exactlyWhatWasAllowedIsCovered() {
    allow(FIRST);

    assertThat(found().covers(FIRST)).isTrue();
    assertThat(found().covers(SECOND)).isFalse();
    assertThat(found().when()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(approvals.find(SHOP.resolve("sub"), Subject.PROJECT_FILE)).isEmpty();
    assertThat(approvals.find(SHOP, new Subject("devshell", ""))).isEmpty();
  }

  @Test
  void theLastApprovalCountsAndCanBeRecalled() {
    allow(FIRST);
    allow(SECOND);

    assertThat(found().covers(FIRST)).isFalse();
    assertThat(approvals.recall(SHOP, found())).isEqualTo(SECOND);
    allow(FIRST);
    assertThat(approvals.recall(SHOP, found())).isEqualTo(FIRST);
    assertThat(files()).hasSize(3).noneMatch(name -> name.contains("unfinished"));
  }

  @Test
  void aTreeIsRecalledWithItsSymlinksAsTheyWere() throws IOException {
    Path precious = Disk.file(top.resolve("precious"), "untouched");
    Content tree =
        new Content(
            new TreeMap<>(
                Map.of("flake.nix", "f1", "nix/shell.nix", "f2", "link", "l", "nix/gone", "-")),
            new TreeMap<>(
                Map.of(
                    "flake.nix",
                    new Copy.OfFile("{ }"),
                    "nix/shell.nix",
                    new Copy.OfFile("x"),
                    "link",
                    new Copy.OfSymlink(precious.toString()))));
    Subject shell = new Subject("devshell", ".#default");

    approvals.allow(SHOP, shell, tree, NOON);
    Approval approval = approvals.find(SHOP, shell).orElseThrow();
    assertThat(approvals.recall(SHOP, approval)).isEqualTo(tree);
    approvals.allow(SHOP, shell, FIRST, NOON);

    assertThat(Files.readString(precious)).isEqualTo("untouched");
    assertThat(approvals.find(SHOP, new Subject("devshell", ".#other"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../up", "a/../../up", "a/./b", "", "a//b", "nul\0"})
  void onlyPathsBelowTheProjectHaveMarks(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> Content.ofFile(path, "x"));
  }

  /** Its copy would be written to the target of the symlink. */
  @Test
  void nothingLiesBelowASymlink() {
    TreeMap<String, Copy> copies = new TreeMap<>();
    copies.put("out", new Copy.OfSymlink("/etc"));
    copies.put("out/passwd", new Copy.OfFile("x"));

    assertThatIllegalArgumentException().isThrownBy(() -> new Content(new TreeMap<>(), copies));
  }

  @Test
  void theDigestCoversAllMarksInAnyOrder() {
    Map<String, String> forward = new TreeMap<>(Map.of("a", "1", "b", "2"));
    TreeMap<String, String> backward = new TreeMap<>(Comparator.reverseOrder());
    backward.putAll(forward);
    Subject shell = new Subject("devshell", "");

    List<String> digests = new ArrayList<>();
    digests.add(digest(Map.of()));
    digests.add(digest(Map.of(shell, marks(forward))));
    digests.add(digest(Map.of(Subject.PROJECT_FILE, marks(forward))));
    digests.add(digest(Map.of(shell, marks(Map.of("a", "1")))));
    digests.add(digest(Map.of(shell, marks(Map.of("a", "1", "b", "3")))));
    digests.add(digest(Map.of(shell, marks(Map.of("a", "12", "b", "")))));
    digests.add(digest(Map.of(shell, marks(Map.of("a1", "", "b", "2")))));
    digests.add(
        digest(
            Map.of(shell, marks(Map.of("a", "1")), Subject.PROJECT_FILE, marks(Map.of("b", "2")))));

    assertThat(digests).doesNotHaveDuplicates().allMatch(one -> one.startsWith("sha256-"));
    assertThat(digest(Map.of(shell, new Content(backward, new TreeMap<>()))))
        .isEqualTo(digests.get(1));
  }

  @Test
  void nobodyElseCanLookAtIt() {
    allow(FIRST);

    assertThat(Disk.mode(top.resolve("approvals"))).isEqualTo("rwx------");
    assertThat(Disk.mode(directory())).isEqualTo("rwx------");
    assertThat(Disk.mode(record())).isEqualTo("rw-------");
    Path copies = directory().resolve(found().copies());
    assertThat(Disk.mode(copies)).isEqualTo("rwx------");
    assertThat(Disk.mode(copies.resolve("a.toml"))).isEqualTo("rw-------");
    assertThat(directory().resolve("project")).hasContent(SHOP + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version" : 1      | "version" : 2      | approval.newer-version
          "version" : 1      | "version" : 99999999999999999999 | approval.newer-version
          "version" : 1      | "version" : 0      | approval.corrupt
          "version" : 1      | "version" : "1"    | approval.corrupt
          "version" : 1      | "version" : 1, "more" : 1 | approval.corrupt
          "version" : 1,     | ''                 | approval.corrupt
          "version" : 1,     | "version" : 1, "version" : 1, | approval.corrupt
          work/shop          | work/other         | approval.foreign
          "project-file",    | "devshell",        | approval.foreign
          "a.toml" : "file   | "../a.toml" : "file | approval.corrupt
          "a.toml" : "file   | "a.toml" : 1, "b" : "file | approval.corrupt
          "marks" : {        | "marks" : [], "m" : { | approval.corrupt
          "copies" : "project-file | "copies" : "../../x | approval.corrupt
          "copies" : "project-file. | "copies" : "project-file./../ | approval.corrupt
          """)
  void aRecordThatChangedIsReported(String written, String found, String code) throws IOException {
    allow(FIRST);
    String text = Files.readString(record());
    assertThat(text).contains(written);
    Files.writeString(record(), text.replace(written, found));

    assertThat(Refusals.codesOf(this::found)).containsExactly(code);
  }

  @Test
  void aRecordIsCompleteOrReported() throws IOException {
    allow(FIRST);
    String text = Files.readString(record());
    for (int length = 0; length < text.strip().length(); length++) {
      Files.writeString(record(), text.substring(0, length));
      assertThat(Refusals.codesOf(this::found)).containsExactly("approval.corrupt");
    }
    Files.writeString(record(), text + "{}");
    assertThat(Refusals.codesOf(this::found)).containsExactly("approval.corrupt");
    Files.writeString(record(), text);
    assertThat(found().covers(FIRST)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"rw-rw----, approval.others-can-write", "rw----rw-, approval.others-can-write"})
  void aRecordThatOthersCanWriteDoesNotCount(String mode, String code) throws IOException {
    allow(FIRST);
    Files.setPosixFilePermissions(record(), PosixFilePermissions.fromString(mode));

    assertThat(Refusals.codesOf(this::found)).containsExactly(code);
  }

  @Test
  void whatTakesTheRecordsPlaceIsReportedAndNotFollowed() throws IOException {
    allow(FIRST);
    Path elsewhere = Files.move(record(), top.resolve("elsewhere"));
    Disk.link(record(), elsewhere.toString());
    assertThat(Refusals.codesOf(this::found)).containsExactly("approval.corrupt");

    Files.delete(record());
    Disk.directory(record());
    assertThat(Refusals.codesOf(this::found)).containsExactly("approval.corrupt");
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsReported() {
    Disk.file(top.resolve("approvals"), "in the way");

    assertThat(Refusals.codesOf(() -> approvals.find(SHOP, Subject.PROJECT_FILE)))
        .containsExactly("state.in-the-way");
    assertThat(Refusals.codesOf(() -> allow(FIRST))).containsExactly("state.in-the-way");
  }

  @Test
  void missingCopiesAreReported() {
    allow(FIRST);
    Approval approval = found();
    Leftovers.delete(directory().resolve(approval.copies()));

    assertThat(Refusals.codesOf(() -> approvals.recall(SHOP, approval)))
        .containsExactly("approval.no-copies");
  }

  @Test
  void aDirectoryThatSaysItBelongsToAnotherProjectIsNotWrittenTo() throws IOException {
    allow(FIRST);
    Files.writeString(directory().resolve("project"), "/home/ana/work/other\n");

    assertThat(Refusals.codesOf(() -> allow(SECOND))).containsExactly("state.other-project");
    assertThat(found().covers(FIRST)).isTrue();
  }

  @Test
  void revokingForgetsEverythingOfTheProjectAndNothingElse() throws IOException {
    assertThat(approvals.revoke(SHOP)).isFalse();
    allow(FIRST);
    Path other = Path.of("/home/ana/work/other");
    approvals.allow(other, Subject.PROJECT_FILE, FIRST, NOON);
    Files.writeString(record(), "broken");

    assertThat(approvals.revoke(SHOP)).isTrue();

    assertThat(approvals.find(SHOP, Subject.PROJECT_FILE)).isEmpty();
    assertThat(approvals.list())
        .extracting(ProjectEntry::project)
        .map(p -> p.orElseThrow())
        .containsExactly(other);
    assertThat(approvals.revoke(SHOP)).isFalse();
  }

  @Test
  void aReaderSeesOneOrTheOtherAndAllOfIt() throws Exception {
    allow(FIRST);
    Callable<Void> allowing =
        () -> {
          for (int i = 0; i < 30; i++) {
            allow(i % 2 == 0 ? SECOND : FIRST);
          }
          return null;
        };
    Callable<Void> looking =
        () -> {
          for (int i = 0; i < 300; i++) {
            assertThat(found()).matches(it -> it.covers(FIRST) || it.covers(SECOND));
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Void> one : threads.invokeAll(List.of(allowing, allowing, looking, looking))) {
        one.get();
      }
    }

    assertThat(approvals.recall(SHOP, found()).copies()).hasSize(1);
    assertThat(files()).hasSize(3);
  }

  private void allow(Content content) {
    approvals.allow(SHOP, Subject.PROJECT_FILE, content, NOON);
  }

  private Approval found() {
    return approvals.find(SHOP, Subject.PROJECT_FILE).orElseThrow();
  }

  private Path directory() {
    return approvals.list().getFirst().directory();
  }

  private Path record() {
    return directory().resolve("project-file.json");
  }

  private List<String> files() {
    try (Stream<Path> all = Files.list(directory())) {
      return all.map(path -> String.valueOf(path.getFileName())).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Content marks(Map<String, String> marks) {
    return new Content(new TreeMap<>(marks), new TreeMap<>());
  }

  private static String digest(Map<Subject, Content> all) {
    return Content.digest(all);
  }
}
