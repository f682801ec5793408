package dev.sandboxed.policy;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.host.LoginFact;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The person's files that an agent gets in its own directory. */
class AgentStateTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Layers ONLINE = layer("online").tier(TierName.FULL);
  private static final String KEPT = "/home/ana/.local/state/sandboxed/logins/agent/login";

  private final List<Located<String>> more = new ArrayList<>();
  private Optional<AgentDefinition.Login> login = Optional.empty();
  private final Machine machine = Machine.withUsr().project("/home/ana/work/a~b");
  private final FileTree files = machine.files();
  private final Map<Path, LoginFact> logins = new TreeMap<>();

  private boolean replaced;

  @Test
  void theLoginOfTheHostIsMountedAsTheAuthModeSays() {
    files.with("/home/ana/.agent/login -> /home/ana/vault/login", "/home/ana/vault/login");
    assertThat(credentials(AuthMode.SHARED))
        .containsExactly("login from /home/ana/vault/login writable");
    assertThat(credentials(AuthMode.READONLY)).containsExactly("login from /home/ana/vault/login");
    assertThat(credentials(AuthMode.NONE)).isEmpty();
  }

  @Test
  void withoutALoginOnTheHostOneFileServesAllProjects() {
    assertThat(credentials(AuthMode.SHARED))
        .containsExactly("login from " + KEPT + " writable kept");
    assertThat(credentials(AuthMode.NONE)).isEmpty();
  }

  @Test
  void whatIsNotAFileIsNotALogin() {
    files.with("/home/ana/.agent/login/");
    assertThat(credentials(AuthMode.SHARED))
        .containsExactly("login from " + KEPT + " writable kept");
  }

  @Test
  void aLoginMadeInsideIsReadOnlyOnlyWhereThereIsOne() {
    assertThat(credentials(AuthMode.READONLY)).isEmpty();
    logins.put(Path.of(KEPT), new LoginFact(true, Optional.empty()));
    assertThat(credentials(AuthMode.READONLY)).containsExactly("login from " + KEPT + " kept");
  }

  @Test
  void onlyALoginThatIsReadOnlyHasToBeLookedInto() {
    assertThat(policy(AuthMode.SHARED).logins()).isEmpty();
    assertThat(policy(AuthMode.NONE).logins()).isEmpty();
    Optional<JsonPointer> end = Optional.of(JsonPointer.compile("/end"));
    assertThat(policy(AuthMode.READONLY).logins())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Path.of("/home/ana/.agent/login"), end, Path.of(KEPT), end));
  }

  @Test
  void whereThereIsNoLoginTheDefinitionSaysHowToMakeOne() {
    login =
        Optional.of(new AgentDefinition.Login(new Located<>("type /in", TEST), List.of("KEY*")));
    assertThat(policy(AuthMode.SHARED).logins()).containsOnlyKeys(Path.of(KEPT));
    assertThat(remarks(AuthMode.SHARED, ONLINE)).containsExactly("none yet: type /in");
    assertThat(remarks(AuthMode.NONE, ONLINE)).isEmpty();
    assertThat(remarks(AuthMode.READONLY, ONLINE)).isEmpty();
    logins.put(Path.of(KEPT), new LoginFact(true, Optional.empty()));
    assertThat(remarks(AuthMode.SHARED, ONLINE)).isEmpty();
    logins.clear();
    files.with("/home/ana/.agent/login");
    assertThat(remarks(AuthMode.SHARED, ONLINE)).isEmpty();
  }

  @Test
  void aVariableThatStandsForALoginIsOne() {
    login =
        Optional.of(new AgentDefinition.Login(new Located<>("type /in", TEST), List.of("KEY*")));
    assertThat(remarks(AuthMode.SHARED, ONLINE, layer("top").set("KEYS", "x"))).isEmpty();
    assertThat(remarks(AuthMode.SHARED, ONLINE, layer("top").set("A_KEY", "x"))).hasSize(1);
  }

  @Test
  void anAgentWithALoginIsNotedWhereThereIsNoNetwork() {
    login = Optional.of(new AgentDefinition.Login(new Located<>("type /in", TEST), List.of()));
    assertThat(remarks(AuthMode.SHARED))
        .singleElement()
        .asString()
        .contains("works over the network");
    login = Optional.empty();
    assertThat(remarks(AuthMode.SHARED)).isEmpty();
  }

  @Test
  void aLoginThatCannotBeRenewedAndExpiresSoonIsReported() {
    files.with("/home/ana/.agent/login");
    ends(NOON.minusSeconds(1));
    assertThat(remarks(AuthMode.READONLY))
        .singleElement()
        .asString()
        .contains("expired at 2026-11-22T11:59:59Z");
    ends(NOON.plusSeconds(3599));
    assertThat(remarks(AuthMode.READONLY))
        .singleElement()
        .asString()
        .contains("expires within the hour, at 2026-11-22T12:59:59Z");
    assertThat(remarks(AuthMode.SHARED)).isEmpty();
    ends(NOON.plusSeconds(3600));
    assertThat(remarks(AuthMode.READONLY)).isEmpty();
    logins.put(Path.of("/home/ana/.agent/login"), new LoginFact(true, Optional.empty()));
    assertThat(remarks(AuthMode.READONLY)).isEmpty();
  }

  @Test
  void aLoginThatTheAgentReplacesIsCarriedAndTheAuditSaysSo() {
    replaced = true;
    files.with("/home/ana/.agent/login -> /home/ana/vault/login", "/home/ana/vault/login");
    Path inside = Path.of("/instance/login");
    Path outside = Path.of("/home/ana/vault/login");
    assertThat(resolved(AuthMode.SHARED).aftermath().logins())
        .containsExactly(new Aftermath.Login(inside, outside, Aftermath.Carriage.BACK));
    assertThat(resolved(AuthMode.READONLY).aftermath().logins())
        .containsExactly(new Aftermath.Login(inside, outside, Aftermath.Carriage.COPY));
    assertThat(resolved(AuthMode.NONE).aftermath().logins())
        .containsExactly(new Aftermath.Login(inside, outside, Aftermath.Carriage.CLOSED));
    assertThat(remarks(AuthMode.SHARED))
        .containsExactly(
            "/home/ana/vault/login is a copy inside; a login made or renewed there replaces it");
    assertThat(remarks(AuthMode.READONLY))
        .containsExactly("/home/ana/vault/login is a copy inside");
    assertThat(remarks(AuthMode.NONE)).isEmpty();
  }

  @Test
  void nothingComesBackToAPlaceThatTheSandboxCanWrite() {
    replaced = true;
    String login = "/home/ana/work/a~b/login";
    files.with("/home/ana/.agent/login -> " + login, login);
    assertThat(resolved(AuthMode.SHARED).aftermath().logins())
        .extracting(Aftermath.Login::carriage)
        .containsExactly(Aftermath.Carriage.COPY);
    assertThat(remarks(AuthMode.SHARED))
        .singleElement()
        .asString()
        .contains("a renewed login does not come back");
  }

  @Test
  void aLoginThatIsAFileOfItsOwnIsRefused() {
    files.with("/home/ana/.agent/login -> /home/ana/.config/sandboxed/profiles/default.toml");
    files.with("/home/ana/.config/sandboxed/profiles/default.toml");
    assertThat(Refusals.codesOf(() -> credentials(AuthMode.SHARED)))
        .containsExactly("policy.own-directory");
  }

  @Test
  void theAgentsDirectoryIsTheInstanceWhateverTheSettingsOfThePersonAre() {
    AgentState state = resolved(AuthMode.NONE).state().orElseThrow();
    assertThat(state.inside()).isEqualTo(Path.of("/home/ana/.agent"));
    assertThat(state.instance()).contains(Path.of("/instance"));
    assertThat(state.personal()).containsExactly(Path.of("settings"), Path.of("deep/commands"));
  }

  @Test
  void noneOfSeveralDirectoriesIsTheInstanceItselfSoThatTheAgentCannotReplaceAnother() {
    more.add(new Located<>("/var/lib/agent", TEST));
    AgentState state = resolved(AuthMode.NONE).state().orElseThrow();
    assertThat(state.parts())
        .containsExactly(
            new AgentState.Part(".agent", Path.of("/home/ana/.agent")),
            new AgentState.Part("_var_lib_agent", Path.of("/var/lib/agent")));
    assertThat(state.personal())
        .containsExactly(Path.of(".agent/settings"), Path.of(".agent/deep/commands"));
    assertThat(state.seeds())
        .extracting(AgentState.Seed::file)
        .containsExactly(Path.of(".agent/answers"));
  }

  @Test
  void aSeedNamesTheProjectInThePointersItCopies() {
    assertThat(resolved(AuthMode.NONE).state().orElseThrow().seeds())
        .containsExactly(
            new AgentState.Seed(
                Path.of("answers"),
                "{}",
                Optional.of(Path.of("/home/ana/.answers")),
                List.of(JsonPointer.compile("/trusted/~1home~1ana~1work~1a~0b"))));
  }

  @Test
  void settingsThatLieElsewhereAreShownWhereTheAgentLooksForThem() {
    files.with(
        "/home/ana/.agent/settings -> /home/ana/dots/settings",
        "/home/ana/dots/settings",
        "/home/ana/.agent/deep/commands/");
    assertThat(resolved(AuthMode.NONE, layer("wide").write("~")).filesystem().grants())
        .extracting(Resolved::text)
        .contains(
            "READ /home/ana/.agent/settings from /home/ana/dots/settings",
            "READ /home/ana/.agent/deep/commands");
  }

  @Test
  void aProfileMayKeepSettingsFromTheAgent() {
    files.with("/home/ana/.agent/settings");
    assertThat(resolved(AuthMode.NONE, layer("a").deny("~/.agent/settings")).filesystem().grants())
        .extracting(grant -> grant.path().toString())
        .doesNotContain("/home/ana/.agent/settings");
  }

  @Test
  void aPlanHoldsUntilALoginIsAboutToExpireThenUntilItHasThenForGood() {
    Instant end = NOON.plusSeconds(7200);
    LoginFact login = new LoginFact(true, Optional.of(end));
    assertThat(KeptFacts.until(List.of(login, LoginFact.NONE), NOON))
        .contains(NOON.plusSeconds(3600));
    assertThat(KeptFacts.until(List.of(login), NOON.plusSeconds(3601))).contains(end);
    assertThat(KeptFacts.until(List.of(login), end.plusSeconds(1))).isEmpty();
    assertThat(KeptFacts.until(List.of(), NOON)).isEmpty();
  }

  private void ends(Instant end) {
    logins.put(Path.of("/home/ana/.agent/login"), new LoginFact(true, Optional.of(end)));
  }

  private List<String> remarks(AuthMode mode, Layers... above) {
    return resolved(mode, above).remarks().stream().map(Remark::text).toList();
  }

  private List<String> credentials(AuthMode mode) {
    return resolved(mode).state().orElseThrow().credentials().stream()
        .map(file ->
            file.name()
                + " from "
                + file.source()
                + (file.writable() ? " writable" : "")
                + (file.kept() ? " kept" : ""))
        .toList();
  }

  private ResolvedPolicy resolved(AuthMode mode, Layers... above) {
    Policy policy = policy(mode, above);
    FileFacts facts = files.look(policy.paths(), policy.linkingPaths(), policy.globs());
    return policy.resolve(
        facts,
        ForwardedShell.NONE,
        List.of(),
        new KeptFacts(
            Optional.of(Path.of("/instance")),
            Optional.empty(),
            Optional.empty(),
            logins,
            NOON,
            List.of()),
        LimitMeans.NOT_ASKED,
        Optional.empty());
  }

  private Policy policy(AuthMode mode, Layers... above) {
    AgentDefinition plain = Layers.agent();
    AgentDefinition.State state =
        new AgentDefinition.State(
            new Located<>("~/.agent", TEST),
            more,
            List.of(
                new AgentDefinition.Credential(
                    new Located<>("login", TEST), Optional.of("/end"), replaced, "{}\n")),
            List.of(
                new AgentDefinition.Seed(
                    new Located<>("answers", TEST),
                    "{}",
                    Optional.of(new Located<>("~/.answers", TEST)),
                    List.of("/trusted/{project}"))),
            login,
            List.of(
                new AgentDefinition.Moved(
                    new Located<>("AGENT_HOME", TEST),
                    new Located<>("~/.agent", TEST),
                    Optional.empty())));
    AgentDefinition agent =
        new AgentDefinition(
            plain.name(),
            plain.file(),
            plain.description(),
            plain.program(),
            Optional.of(state),
            plain.notes(),
            plain.managed(),
            plain.follow(),
            plain.afterwards(),
            plain.ide(),
            layer("agent")
                .optional(Access.READ, "~/.agent/settings")
                .optional(Access.READ, "~/.agent/deep/commands")
                .optional(Access.READ, "~/.elsewhere")
                .built());
    return Policy.of(
        machine.facts(),
        machine.repository(),
        machine.followed(),
        machine.editors(),
        agent,
        List.of(layer("a").auth(mode).profile()),
        List.of(above).stream().map(Layers::built).toList());
  }
}
