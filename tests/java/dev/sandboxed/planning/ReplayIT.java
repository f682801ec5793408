package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.bwrap.BwrapArguments;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.launch.PlanJson;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.watch.Question;
import dev.sandboxed.watch.RecordedInquiry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan depends on the answers to its questions, and on nothing else. */
class ReplayIT {

  private static final String PROFILE =
      """
      extends = "default"

      [network]
      tier = "none"

      [filesystem]
      read = ["~/notes"]
      deny = ["**/*.key"]
      """;

  @TempDir Path temporary;
  private Path home;
  private Path project;

  @BeforeEach
  void writeAHomeAndAProject() throws IOException {
    temporary = temporary.toRealPath();
    home = Disk.directory(temporary.resolve("home"));
    project = Disk.directory(home.resolve("work/shop"));
    Disk.file(home.resolve(".config/sandboxed/profiles/mine.toml"), PROFILE);
    Disk.file(home.resolve(".gitconfig"), "[include]\n\tpath = more\n");
    Disk.file(home.resolve("more"), "[user]\n\tname = Ana\n");
    Disk.file(home.resolve("notes/today"), "");
    Disk.file(project.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Disk.file(project.resolve(".git/config"), "[core]\n\thooksPath = hooks\n");
    Disk.directory(project.resolve(".git/objects"));
    Disk.directory(project.resolve(".git/refs"));
    Disk.file(project.resolve("hooks/pre-commit"), "");
    Disk.file(project.resolve("deep/in/it/server.key"), "");
    Disk.file(project.resolve(".env"), "");
  }

  private Inquiry world() {
    return new LiveInquiry(
        Map.of(
            "HOME", home.toString(),
            "PATH", "/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG", "C.UTF-8",
            "SHELL", "/bin/sh"),
        () -> Instant.EPOCH);
  }

  private PreparedLaunch draft(Inquiry inquiry) {
    Audience nobody =
        new Audience() {
          @Override
          public void say(String message) {}

          @Override
          public boolean terminal() {
            return false;
          }
        };
    Installation installation = new Installation(Path.of("").toAbsolutePath(), Optional.empty());
    return new Planning(inquiry, installation, project, nobody)
        .draft(
            new Request(
                "command", List.of("git", "status"), "mine", Optional.empty(), List.of(), false));
  }

  private static String text(PreparedLaunch launch) {
    return PlanJson.of(launch.plan(), launch.tools())
        + BwrapArguments.of(launch.plan(), Path.of("/plan"))
        + PlanText.full(launch.plan());
  }

  private List<Question> asked() {
    RecordedInquiry inquiry = new RecordedInquiry(world());
    draft(inquiry);
    return inquiry.questions();
  }

  @Test
  void theAnswersMakeTheSamePlanWithoutTheWorld() throws IOException {
    Recording recording = new Recording();
    String plan = text(draft(recording.of(world())));
    assertThat(plan).contains("server.key", "hooks", "notes", ".env");
    Files.move(home, temporary.resolve("gone"));
    assertThat(text(draft(recording.replayed()))).isEqualTo(plan);
  }

  @Test
  void whoeverAsksAgainAsksTheSame() {
    assertThat(asked()).isEqualTo(asked()).hasSizeGreaterThan(100);
  }

  @Test
  void whatChangesThePlanChangesAnAnswer() {
    List<Question> before = asked();
    Disk.file(project.resolve("deep/in/it/another.key"), "");
    List<Question> keyAppeared = asked();
    assertThat(keyAppeared).isNotEqualTo(before);
    Disk.file(home.resolve("more"), "[include]\n\tpath = third\n");
    List<Question> includeAppeared = asked();
    assertThat(includeAppeared).isNotEqualTo(keyAppeared);
    Disk.directory(home.resolve(".config/sandboxed/profiles/agents"));
    assertThat(asked()).isNotEqualTo(includeAppeared);
  }

  @Test
  void noSecretIsWrittenDown() {
    RecordedInquiry inquiry =
        new RecordedInquiry(
            new LiveInquiry(
                Map.of(
                    "HOME", home.toString(),
                    "PATH", "/usr/bin:/bin",
                    "GIT_CONFIG_KEY_0", "user.name",
                    "GIT_CONFIG_VALUE_0", "a-secret-word"),
                () -> Instant.EPOCH));
    draft(inquiry);
    assertThat(inquiry.questions())
        .anySatisfy(question -> assertThat(question.subject()).isEqualTo("GIT_CONFIG_VALUE_0"))
        .noneSatisfy(question -> assertThat(question.toString()).contains("a-secret-word"));
  }
}
