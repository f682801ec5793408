package dev.sandboxed.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstLaunchTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Path HOME = Path.of("/home/ana");
  private static final Path SHOP = Path.of("/home/ana/work/shop");
  private static final MountStep EMPTY_HOME = new MountStep.Tmpfs(HOME, 0700, RULE);
  private static final MountStep PROJECT = new MountStep.WritableBind(SHOP, SHOP, RULE);
  private static final Optional<AgentState> NO_STATE = Optional.empty();

  @Test
  void itIsFiveLinesThatFitATerminal() {
    Plans plans = new Plans().mounts(EMPTY_HOME, PROJECT).internet(new InternetTier());

    String said = FirstLaunch.of(plans.built(), Optional.of(state(true, true)));

    assertThat(said)
        .isEqualTo(
            """
            sandboxed: this is your first launch; the plan in short (--quiet hides this):
              inside   this project, writable; programs; your login; a history; the internet
              outside  the rest of your home; your local network
              rules    profile mine: sandboxed profiles show mine
              ask      --dry-run shows the whole plan, --explain ~/.ssh explains one path
            """);
    assertThat(said.lines()).hasSize(5).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aProjectThatIsReadOnlyIsNotCalledWritable() {
    Plans plans =
        new Plans()
            .mounts(
                EMPTY_HOME,
                new MountStep.WritableBind(HOME.resolve("work"), HOME.resolve("work"), RULE),
                new MountStep.ReadOnlyBind(SHOP, SHOP, RULE));

    assertThat(FirstLaunch.of(plans.built(), NO_STATE)).contains("this project, read-only;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/ana", "/home"})
  void aHomeThatIsGrantedIsNotCalledOutside(String granted) {
    Plans plans =
        new Plans()
            .mounts(new MountStep.ReadOnlyBind(Path.of(granted), Path.of(granted), RULE), PROJECT);

    assertThat(FirstLaunch.of(plans.built(), NO_STATE))
        .contains("inside   this project, writable; your home; programs")
        .contains("outside  what no rule names\n");
  }

  @Test
  void eachTierIsCalledWhatItIs() {
    Plans plans = new Plans().mounts(EMPTY_HOME, PROJECT);

    assertThat(FirstLaunch.of(plans.built(), NO_STATE))
        .contains("; all of your network\n")
        .doesNotContain("local network");
    assertThat(FirstLaunch.of(plans.offline().built(), NO_STATE)).contains("; no network\n");
    assertThat(
            FirstLaunch.of(
                plans.internet(new InternetTier().reach("192.168.1.20:5432")).built(), NO_STATE))
        .contains("; the internet\n")
        .contains("your local network, except what reach names\n");
  }

  @Test
  void aLoginAndAHistoryAreNamedOnlyWhereTheyAre() {
    Plans plans = new Plans().mounts(EMPTY_HOME, PROJECT);

    assertThat(FirstLaunch.of(plans.built(), NO_STATE)).doesNotContain("login", "history");
    assertThat(FirstLaunch.of(plans.built(), Optional.of(state(false, false))))
        .contains("; your login, read-only; a history for this session;");
  }

  @Test
  void aLoginThatIsStillToBeMadeIsNone() {
    Plans plans = new Plans().mounts(EMPTY_HOME, PROJECT);

    assertThat(FirstLaunch.of(plans.built(), Optional.of(state(true, true, true))))
        .contains("; a history;")
        .doesNotContain("login");
  }

  private static AgentState state(boolean writable, boolean kept) {
    return state(writable, kept, false);
  }

  private static AgentState state(boolean writable, boolean kept, boolean madeInside) {
    Path credentials = HOME.resolve(".agent/login.json");
    return new AgentState(
        HOME.resolve(".agent"),
        kept ? Optional.of(Path.of("/state/1")) : Optional.empty(),
        List.of(new AgentState.Credential(credentials, "login.json", writable, madeInside, RULE)),
        List.of(),
        List.of(),
        RULE);
  }
}
