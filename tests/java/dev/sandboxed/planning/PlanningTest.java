package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.launch.Preparation;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a request to a decision, on this machine. */
class PlanningTest {

  @TempDir Path temporary = Path.of("");

  private final List<String> said = new ArrayList<>();
  private Path home = Path.of("");
  private Path project = Path.of("");
  private Path state = Path.of("");

  @BeforeEach
  void directories() {
    home = Disk.directory(temporary.resolve("home"));
    project = Disk.directory(home.resolve("work/shop"));
    state = home.resolve(".local/state/sandboxed");
  }

  @Test
  void whatIsWrongWithTheAgentAndWithTheProfileIsSaidTogether() {
    assertThat(
            Refusals.textsOf(() ->
                draft(new Request("clod", List.of(), "webb", Optional.empty(), List.of(), false))))
        .hasSize(2)
        .anySatisfy(text -> assertThat(text).contains("clod"))
        .anySatisfy(text -> assertThat(text).contains("webb"));
  }

  @Test
  void planningWritesNothingAndSaysNothing() {
    PreparedLaunch launch = draft(command("cat"));
    assertThat(launch.plan().command()).containsExactly("/usr/bin/cat");
    assertThat(launch.plan().project()).isEqualTo(project);
    assertThat(launch.firstEver()).isTrue();
    assertThat(state).doesNotExist();
    assertThat(home.toFile().list()).containsExactly("work");
    assertThat(said).isEmpty();
  }

  @Test
  void askedTwiceItDecidesTheSame() {
    assertThat(draft(command("cat")).decision()).isEqualTo(draft(command("cat")).decision());
  }

  @Test
  void anAgentThatIsMissingIsOnlyPlannedWhereNothingMayBeFetched() {
    Disk.file(
        home.resolve(".config/sandboxed/profiles/agents/absent.toml"),
        """
        description = "An agent that nobody has"
        command = ["no-such-agent"]

        [install]
        npm = "no-such-agent"
        version = "1.2.3"
        program = "bin/agent"
        """);
    Request absent =
        new Request("absent", List.of(), "default", Optional.empty(), offline(), false);
    assertThat(draft(absent).plan().command())
        .containsExactly("/opt/sandboxed/agents/absent/bin/agent");
    assertThat(home.resolve(".local")).doesNotExist();
    assertThat(said).isEmpty();
  }

  @Test
  void theProjectsOwnFileCountsOnceItIsAllowedAndAboveTheProfile() {
    Disk.file(project.resolve(".sandboxed.toml"), "[environment]\nset = { COLOUR = \"blue\" }\n");
    assertThat(draft(command("cat")).plan().workplace().profiles()).containsExactly("default");
    assertThat(draft(command("cat")).plan().remarks())
        .extracting(Remark::describe)
        .anySatisfy(
            remark -> assertThat(remark).startsWith(".sandboxed.toml is there but not read"));

    Allowing allowing =
        new Allowing(
            new HostProbe(ThisMachine.with(environment())), audience(), project, Optional.empty());
    ProjectReview review = allowing.review(Optional.empty(), sources -> {});
    review.pending().forEach(part -> allowing.allow(part, Instant.EPOCH));

    assertThat(draft(command("cat")).plan().workplace().profiles())
        .containsExactly("default", ".sandboxed.toml");
    assertThat(allowing.review(Optional.empty(), sources -> {}).pending()).isEmpty();
    assertThat(allowing.review(Optional.empty(), sources -> {}).digest())
        .isEqualTo(review.digest());
  }

  @Test
  void whatWasSaidForThisLaunchDecidesTheNetwork() {
    assertThat(draft(command("cat")).plan().network().value()).isInstanceOf(NetworkTier.None.class);
    assertThat(
            draft(
                    new Request(
                        "command",
                        List.of("cat"),
                        "default",
                        Optional.empty(),
                        List.of(Layers.layer("command line").tier(TierName.FULL).built()),
                        false))
                .plan()
                .network()
                .value())
        .isInstanceOf(NetworkTier.Full.class);
  }

  @Test
  void theProjectIsRecordedAsWritableAndSandboxedsOwnDirectoriesAreNot() {
    Request claude =
        new Request("claude", List.of("cat"), "default", Optional.empty(), offline(), false);
    Preparation preparation = draft(claude).decision().preparation();
    assertThat(preparation.writable())
        .contains(new Preparation.WritablePlace(project, false))
        .noneMatch(place -> place.path().startsWith(state));
    assertThat(preparation.instance())
        .hasValueSatisfying(instance ->
            assertThat(instance.directory()).startsWithRaw(state).endsWithRaw(Path.of("claude")));
  }

  private static Request command(String program) {
    return new Request("command", List.of(program), "default", Optional.empty(), offline(), false);
  }

  private static List<Layer> offline() {
    return List.of(Layers.layer("command line").tier(TierName.NONE).built());
  }

  private PreparedLaunch draft(Request request) {
    Inquiry inquiry = new LiveInquiry(environment(), () -> Instant.EPOCH);
    return new Planning(inquiry, Installation.in(inquiry), project, audience()).draft(request);
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME",
        home.toString(),
        "PATH",
        "/usr/bin:/bin:/usr/sbin:/sbin",
        "SANDBOXED_HOME",
        Path.of("").toAbsolutePath().toString());
  }

  private Audience audience() {
    return new Audience() {
      @Override
      public void say(String message) {
        said.add(message);
      }

      @Override
      public boolean terminal() {
        return false;
      }
    };
  }
}
