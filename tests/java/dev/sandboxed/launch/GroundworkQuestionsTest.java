package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.watch.Question;
import dev.sandboxed.watch.RecordedInquiry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that still runs may change what was prepared before it is asked about. The next launch
 * must not take that for what was prepared.
 */
class GroundworkQuestionsTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Path AGENT = Path.of("/home/ana/.agent");

  @TempDir Path top = Path.of("");

  private Path instance = Path.of("");
  private Path login = Path.of("");
  private Path source = Path.of("");

  @BeforeEach
  void lay() {
    instance = top.resolve("state/instances/shared/agent");
    login = Disk.file(top.resolve("login.json"), "{}");
    source = Disk.directory(top.resolve("source"));
    Disk.file(source.resolve("secret"), "x");
    Groundwork.lay(ThisMachine.INQUIRY, preparation(), _ -> {});
  }

  @Test
  void whatIsAsItWasPreparedCountsForTheNextLaunch() {
    assertThat(onlyOnce()).isFalse();
  }

  @Test
  void aMountPointThatIsALinkOrGoneDoesNot() throws IOException {
    Path notes = instance.resolve("notes");
    Files.delete(notes);
    assertThat(onlyOnce()).isTrue();
    Files.createSymbolicLink(notes, top.resolve("elsewhere"));
    assertThat(onlyOnce()).isTrue();
  }

  @Test
  void whatIsToBeMaskedAndIsALinkOrGoneDoesNot() throws IOException {
    Files.move(source.resolve("secret"), source.resolve("kept"));
    assertThat(onlyOnce()).isTrue();
    Files.createSymbolicLink(source.resolve("secret"), Path.of("kept"));
    assertThat(onlyOnce()).isTrue();
  }

  @Test
  void aLoginThatOthersCanReadDoesNot() throws IOException {
    Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(onlyOnce()).isTrue();
  }

  private boolean onlyOnce() {
    RecordedInquiry recorded = new RecordedInquiry(ThisMachine.INQUIRY);
    GroundworkQuestions.ask(recorded, preparation());
    return recorded.questions().stream().anyMatch(asked -> asked.kind() == Question.Kind.ONCE);
  }

  private Preparation preparation() {
    return Preparation.of(
        new Plans()
            .mounts(
                new MountStep.Tmpfs(Path.of("/home/ana"), 0700, RULE),
                new MountStep.WritableBind(instance, AGENT, RULE),
                new MountStep.PlanFile("notes", AGENT.resolve("notes"), RULE),
                new MountStep.WritableBind(source, Path.of("/inside"), RULE),
                new MountStep.MaskedFile(Path.of("/inside/secret"), false, RULE))
            .built(),
        Optional.of(
            new AgentState(
                AGENT,
                Optional.of(instance),
                List.of(new AgentState.Credential(login, "login.json", true, false, RULE)),
                List.of(),
                List.of(),
                RULE)),
        Optional.empty(),
        new ToolDirectories(
            top.resolve("config"), top.resolve("state"), top.resolve("cache"), top.resolve("data")),
        List.of(),
        Optional.empty());
  }
}
