package dev.sandboxed.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.files.ProgramCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each question is kept, and another answer has another mark. */
class RecordedInquiryTest {

  private static final int MOST = 1 << 10;

  @TempDir Path directory;
  private Path file;

  private interface Asking {
    Object ask(Inquiry inquiry) throws IOException;
  }

  private interface Doing {
    void change() throws IOException;
  }

  @BeforeEach
  void writeAFile() throws IOException {
    file = Files.writeString(directory.resolve("file"), "before");
  }

  private static Inquiry live(Map<String, String> environment) {
    return new LiveInquiry(environment, () -> Instant.EPOCH);
  }

  private static List<Question> asked(Inquiry world, Asking asking) {
    RecordedInquiry inquiry = new RecordedInquiry(world);
    try {
      asking.ask(inquiry);
    } catch (IOException isAnAnswer) {
      return inquiry.questions();
    }
    return inquiry.questions();
  }

  /** The same question without a change in between has the same mark. */
  private static void isSeen(Asking asking, Doing change) throws IOException {
    Inquiry world = live(Map.of());
    List<Question> before = asked(world, asking);
    assertThat(before).hasSize(1).isEqualTo(asked(world, asking));
    change.change();
    List<Question> after = asked(world, asking);
    assertThat(after).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(after.getFirst().kind()).isEqualTo(before.getFirst().kind());
    assertThat(after.getFirst().subject()).isEqualTo(before.getFirst().subject());
  }

  @Test
  void aFileThatIsReplacedWithItsTimeSetBackHasAnotherMark() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    isSeen(
        inquiry -> inquiry.bytes(file, MOST),
        () -> {
          Path other = Files.writeString(directory.resolve("other"), "before");
          Files.setLastModifiedTime(other, time);
          Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Test
  void aFileThatIsOverwrittenWithItsTimeSetBackHasAnotherMark() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    isSeen(
        inquiry -> inquiry.bytes(file, MOST),
        () -> {
          Files.writeString(file, "beside");
          Files.setLastModifiedTime(file, time);
        });
  }

  @Test
  void aFileThatGrowsBehindWhatIsReadHasAnotherMark() throws IOException {
    isSeen(
        inquiry -> inquiry.beginning(file, 2), () -> Files.writeString(file, "before and after"));
  }

  @Test
  void aFileThatAppearsIsSeen() throws IOException {
    Path absent = directory.resolve("absent");
    isSeen(
        inquiry -> inquiry.at(absent, LinkOption.NOFOLLOW_LINKS),
        () -> Files.writeString(absent, ""));
    Files.delete(absent);
    isSeen(inquiry -> inquiry.bytes(absent, MOST), () -> Files.writeString(absent, ""));
  }

  @Test
  void anotherModeIsSeen() throws IOException {
    isSeen(
        inquiry -> inquiry.at(file),
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void anotherNameOfAFileIsSeen() throws IOException {
    isSeen(inquiry -> inquiry.at(file), () -> Files.createLink(directory.resolve("name"), file));
  }

  @Test
  void aDirectoryThatIsSwappedForALinkIsSeen() throws IOException {
    Path place = Files.createDirectory(directory.resolve("place"));
    Doing swap =
        () -> {
          Files.move(place, directory.resolve("elsewhere"));
          Files.createSymbolicLink(place, Path.of("elsewhere"));
        };
    isSeen(inquiry -> inquiry.at(place, LinkOption.NOFOLLOW_LINKS), swap);
    Files.delete(place);
    Files.move(directory.resolve("elsewhere"), place);
    isSeen(inquiry -> inquiry.real(place), swap);
  }

  @Test
  void aLinkThatLeadsElsewhereIsSeen() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    Doing retarget =
        () -> {
          Files.delete(link);
          Files.createSymbolicLink(link, Path.of("nowhere"));
        };
    isSeen(inquiry -> inquiry.target(link), retarget);
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("file"));
    isSeen(inquiry -> inquiry.exists(link), retarget);
  }

  @Test
  void aNewEntryIsSeen() throws IOException {
    isSeen(
        inquiry -> inquiry.entries(directory),
        () -> Files.writeString(directory.resolve("new"), ""));
  }

  @Test
  void anEntryOfAnotherKindIsSeen() throws IOException {
    isSeen(
        inquiry -> inquiry.entries(directory),
        () -> {
          Files.delete(file);
          Files.createDirectory(file);
        });
  }

  @Test
  void whatMayBeDoneWithAPathIsKept() throws IOException {
    isSeen(
        inquiry -> inquiry.isExecutable(file),
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void aVariableIsKeptByItsDigestAlone() {
    Asking asking = inquiry -> inquiry.variable("TOKEN");
    List<Question> set = asked(live(Map.of("TOKEN", "secret-1")), asking);
    assertThat(set).isNotEqualTo(asked(live(Map.of("TOKEN", "secret-2")), asking));
    assertThat(asked(live(Map.of()), asking))
        .containsExactly(new Question(Question.Kind.VARIABLE, "TOKEN", Question.ABSENT));
    assertThat(QuestionLines.of(set)).contains("TOKEN").doesNotContain("secret");
  }

  @Test
  void theNamesOfVariablesAreOneQuestion() {
    Asking asking = Inquiry::variableNames;
    assertThat(asked(live(Map.of("A", "1")), asking))
        .hasSize(1)
        .isEqualTo(asked(live(Map.of("A", "2")), asking))
        .isNotEqualTo(asked(live(Map.of("B", "1")), asking));
  }

  @Test
  void theOutputAndTheFileOfAProgramAreSeen() throws IOException {
    Path program = Files.copy(Path.of("/bin/cat"), directory.resolve("program"));
    ProgramCall call = ProgramCall.of(program, List.of(file.toString()));
    isSeen(inquiry -> inquiry.output(call), () -> Files.writeString(file, "after"));
    isSeen(
        inquiry -> inquiry.output(call),
        () -> Files.copy(Path.of("/bin/cat"), program, StandardCopyOption.REPLACE_EXISTING));
  }

  @Test
  void aProgramThatCannotBeStartedIsAnAnswer() {
    RecordedInquiry inquiry = new RecordedInquiry(live(Map.of()));
    ProgramCall call = ProgramCall.of(directory.resolve("missing"), List.of());
    assertThatThrownBy(() -> inquiry.output(call)).isInstanceOf(IOException.class);
    assertThat(inquiry.questions()).hasSize(1);
  }

  @Test
  void whatIsMissingStaysAnErrorForWhoeverAsks() {
    RecordedInquiry inquiry = new RecordedInquiry(live(Map.of()));
    assertThatThrownBy(() -> inquiry.bytes(directory.resolve("missing"), MOST))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(inquiry.questions()).extracting(Question::mark).containsExactly(Question.ABSENT);
  }

  @Test
  void anAnswerThatChangesMeanwhileIsKeptTwice() throws IOException {
    RecordedInquiry inquiry = new RecordedInquiry(live(Map.of()));
    inquiry.bytes(file, MOST);
    Files.writeString(file, "after");
    inquiry.bytes(file, MOST);
    assertThat(inquiry.questions()).hasSize(2);
  }

  @Test
  void theOrderDoesNotDependOnWhoAskedFirst() {
    List<String> names = IntStream.range(0, 200).mapToObj(at -> "file-" + at).toList();
    RecordedInquiry together = new RecordedInquiry(live(Map.of()));
    names.parallelStream().forEach(name -> together.exists(directory.resolve(name)));
    RecordedInquiry backwards = new RecordedInquiry(live(Map.of()));
    names.reversed().forEach(name -> backwards.exists(directory.resolve(name)));
    assertThat(together.questions()).hasSize(200).isEqualTo(backwards.questions());
  }
}
