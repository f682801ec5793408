package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a project's own profile counts. */
class ProjectFileTest {

  private static final String TEXT = "[network]\ntier = \"none\"\n";

  @TempDir Path temporary = Path.of("");

  private Path project = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void directories() {
    project = Disk.directory(temporary.resolve("project"));
    file = project.resolve(".sandboxed.toml");
  }

  @Test
  void withoutOneThereIsNothingToSay() {
    assertThat(verdict().profile()).isEmpty();
    assertThat(verdict().remarks()).isEmpty();
    assertThat(ProjectFile.of(ThisMachine.INQUIRY, project).approvable()).isEmpty();
  }

  @Test
  void oneThatNobodyAllowedIsNotEvenParsed() {
    Disk.file(file, "this is no TOML");
    assertThat(verdict().profile()).isEmpty();
    assertThat(verdict().remarks())
        .extracting(Remark::describe)
        .containsExactly(
            ".sandboxed.toml is there but not read, because you have not allowed it: sandboxed allow"
                + " shows what it says");
  }

  @Test
  void exactlyWhatWasAllowedCounts() {
    Disk.file(file, TEXT);
    allow();
    assertThat(verdict().remarks()).isEmpty();
    assertThat(verdict().profile()).map(Profile::file).contains(file.toString());

    Disk.file(file, TEXT + "\n");
    assertThat(verdict().profile()).isEmpty();
    assertThat(verdict().remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("has changed since you allowed it and is not read");
  }

  @Test
  void itIsSaidThatAnAllowedOneIsGoneOrIsSomethingElse() throws IOException {
    Disk.file(file, TEXT);
    allow();
    Files.delete(file);
    assertThat(verdict().remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("was allowed and is gone");
    Disk.link(file, "elsewhere");
    assertThat(verdict().remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("is not what you allowed, so its deny rules do not apply: it is a symlink");
    assertThat(Refusals.codesOf(() -> ProjectFile.of(ThisMachine.INQUIRY, project).approvable()))
        .containsExactly("project.not-a-file");
  }

  @Test
  void whatIsWrongInAnAllowedOneIsReportedWithItsPlace() {
    Disk.file(file, "[network]\nteir = \"none\"\n");
    approvals()
        .allow(
            project,
            Subject.PROJECT_FILE,
            Content.ofFile(".sandboxed.toml", "[network]\nteir = \"none\"\n"),
            Instant.EPOCH);
    assertThat(Refusals.textsOf(this::verdict))
        .singleElement()
        .asString()
        .startsWith(file + ":2:1: unknown key \"teir\"");
  }

  @Test
  void whatIsNotTextCannotBeAllowed() throws IOException {
    Files.write(file, "name = \"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Refusals.codesOf(() -> ProjectFile.of(ThisMachine.INQUIRY, project).approvable()))
        .containsExactly("file.not-utf8");
  }

  private void allow() {
    Approvable shown = ProjectFile.of(ThisMachine.INQUIRY, project).approvable().orElseThrow();
    approvals().allow(project, shown.subject(), shown.content(), Instant.EPOCH);
  }

  private ProjectFile.Verdict verdict() {
    return ProjectFile.of(ThisMachine.INQUIRY, project).verdict(approvals());
  }

  private Approvals approvals() {
    return new Approvals(ThisMachine.INQUIRY, Disk.directory(temporary.resolve("state")));
  }
}
