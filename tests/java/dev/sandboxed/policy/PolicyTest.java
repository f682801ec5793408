package dev.sandboxed.policy;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.host.Provided;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyTest {

  private static final String STORE = "/nix/store/0000000000000000000000000000000";
  private static final Origin TEST = new Origin.BuiltIn("test");

  private Machine machine = Machine.withUsr();
  private FileTree files = machine.files();

  @Test
  void theLayersAreTheAgentTheChainAndWhatWasSaidForThisLaunch() {
    Policy policy =
        Policy.of(
            machine.facts(),
            machine.repository(),
            machine.followed(),
            machine.editors(),
            Layers.agent(),
            List.of(layer("base").tier(TierName.FULL).profile(), layer("top").profile()),
            List.of(layer("line").tier(TierName.NONE).built()));
    assertThat(policy.settings().tier().value()).isEqualTo(TierName.NONE);
    ResolvedPolicy resolved =
        policy.resolve(
            look(policy),
            ForwardedShell.NONE,
            List.of(),
            Resolved.NOTHING_KEPT,
            LimitMeans.NOT_ASKED,
            Optional.empty());
    assertThat(resolved.workplace().profiles()).containsExactly("base", "top");
    assertThat(resolved.workplace().agent()).isEqualTo("agent");
  }

  @Test
  void whatSymlinksLeadThroughAndWhatPackagesAreIsNeededOfTheStore() {
    files.with("/home/ana/.rc -> " + STORE + "1-files/rc", STORE + "1-files/rc");
    Policy policy =
        Policy.of(
            machine.facts(),
            machine.repository(),
            machine.followed(),
            machine.editors(),
            Layers.agent(),
            List.of(layer("a").read("~/.rc").profile()),
            List.of());
    Policy.NixPackage jq =
        new Policy.NixPackage(
            new Located<>("nixpkgs#jq", TEST), List.of(new StorePath(STORE + "2-jq")));
    ResolvedPolicy resolved =
        policy.resolve(
            look(policy),
            ForwardedShell.NONE,
            List.of(jq),
            Resolved.NOTHING_KEPT,
            LimitMeans.NOT_ASKED,
            Optional.empty());
    assertThat(resolved.storeRoots())
        .extracting(root -> root.path().path())
        .containsExactly(STORE + "2-jq", STORE + "1-files");
    assertThat(resolved.environment().variables())
        .filteredOn(variable -> variable instanceof Variable.Set set && set.name().equals("PATH"))
        .singleElement()
        .asString()
        .contains(STORE + "2-jq/bin:/usr/local/bin");
  }

  @Test
  void whatTheLauncherBringsAlongIsNeededOfTheStore() {
    Path tools = Path.of(STORE + "1-tools");
    machine.provided(new Provided(Map.of(), List.of(tools.resolve("bin")), List.of(tools), 1));
    assertThat(Resolved.policy(machine, files).storeRoots())
        .containsExactly(
            new StoreRoot(
                new StorePath(tools.toString()), new Origin.BuiltIn("comes with this launcher")));
  }

  @Test
  void theRootOfAStoreHostIsMadeOfItsToolsInAnOrderThatDoesNotChange() {
    Map<String, Path> tools =
        Map.of(
            "bash", Path.of(STORE + "1-bash/bin/bash"),
            "env", Path.of(STORE + "2-coreutils/bin/env"),
            "find", Path.of(STORE + "3-findutils/bin/find"),
            "xargs", Path.of(STORE + "3-findutils/bin/xargs"),
            "git", Path.of(STORE + "4-git/bin/git"),
            "grep", Path.of(STORE + "5-gnugrep/bin/grep"),
            "ps", Path.of(STORE + "6-procps/bin/ps"),
            "tar", Path.of(STORE + "7-gnutar/bin/tar"));
    machine = Machine.withStore(tools);
    files = machine.files();
    ResolvedPolicy resolved = resolved(layer("a"));
    assertThat(resolved.storeRoots())
        .extracting(root -> root.origin().describe())
        .containsExactlyElementsOf(
            tools.keySet().stream().sorted().map(name -> "base tool " + name).toList());
    assertThat(resolved.filesystem().links())
        .extracting(link -> link.path() + " to " + link.target())
        .containsExactly(
            "/bin/sh to " + STORE + "1-bash/bin/bash",
            "/usr/bin/env to " + STORE + "2-coreutils/bin/env");
  }

  @Test
  void theRepositoryOfALinkedWorkTreeComesAlongWithoutWhatGitRunsOnTheHost() {
    machine.project("/home/ana/fix").linkedTo("/home/ana/shop/.git");
    files =
        machine
            .files()
            .with("/home/ana/fix/.git", "/home/ana/shop/.git/config", "/home/ana/shop/.git/hooks/");
    machine.obeying(
        "/home/ana/fix/.git", "/home/ana/shop/.git/config", "/home/ana/shop/.git/hooks");
    assertThat(resolved(layer("a")).filesystem().grants())
        .extracting(Resolved::text)
        .contains(
            "WRITE /home/ana/fix",
            "PROTECT /home/ana/fix/.git",
            "WRITE /home/ana/shop/.git",
            "PROTECT /home/ana/shop/.git/config",
            "PROTECT /home/ana/shop/.git/hooks");
  }

  @Test
  void whereGitsConfigurationCannotBeCopiedThatIsSaid() {
    files.with("/home/ana/work/shop/.git/config");
    machine.obeying("/home/ana/work/shop/.git/config");
    assertThat(resolved(layer("a")).remarks()).isEmpty();
    machine.withoutPerl();
    assertThat(resolved(layer("a")).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("git inside cannot change its configuration", "apt-get install perl-base");
  }

  @Test
  void thePersonIsToldWhatIsWeakerThanItCouldBe() {
    assertThat(resolved(layer("a")).remarks()).isEmpty();
    machine.bubblewrap(0, 11);
    assertThat(resolved(layer("a")).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("CVE-2026-87766");
    machine.bubblewrap(0, 12);
    assertThat(resolved(layer("a")).remarks()).isEmpty();
    machine.root();
    files = machine.files();
    assertThat(resolved(layer("a")).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("root");
  }

  @Test
  void nestedUserNamespacesAreSaidWithWhoAllowsThem() {
    assertThat(resolved(layer("a").nestedUserNamespaces(true)).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("can make user namespaces", "(profile a, a.toml:1:1)");
  }

  @Test
  void aBubblewrapThatCannotForbidThemStartsOnlyWhereTheyAreAllowed() {
    machine.nesting("Unknown option --disable-userns");

    assertThat(Refusals.textsOf(() -> resolved(layer("a"))))
        .singleElement()
        .asString()
        .contains("Unknown option", "nested_userns = true");
    assertThat(
            resolved(layer("a").nestedUserNamespaces(true)).kernel().nestedUserNamespaces().value())
        .isTrue();
  }

  @Test
  void whatTheKernelShowsOfThePersonIsHiddenAndOfRootsItsSettingsAndDevicesCannotBeChanged() {
    assertThat(resolved(layer("a")).kernel().paths())
        .extracting(KernelPath::path)
        .containsExactly(
            Path.of("/proc/key-users"),
            Path.of("/proc/keys"),
            Path.of("/proc/fs"),
            Path.of("/proc/1"));
    machine.root();
    files = machine.files();
    assertThat(resolved(layer("a")).kernel().paths().subList(4, 11))
        .extracting(path -> path.path() + " " + path.describe())
        .startsWith("/proc read-only", "/dev/null a device that can be used and not changed")
        .endsWith("/dev/tty a device that can be used and not changed");
    machine.withoutPerl();
    assertThat(resolved(layer("a")).kernel().paths()).hasSize(5);
    assertThat(resolved(layer("a")).remarks())
        .extracting(Remark::describe)
        .anyMatch(remark -> remark.contains("it can change the permissions of /dev/null"));
  }

  @Test
  void whereARuleShowsAllOfRunNoVariableNamesTheRuntimeDirectory() {
    files.with("/run/lock");
    ResolvedPolicy resolved = resolved(layer("a").read("/run"));
    assertThat(resolved.environment().variables())
        .extracting(Variable::toString)
        .noneMatch(variable -> variable.contains("XDG_RUNTIME_DIR"));
    assertThat(resolved.remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .startsWith("/run is not the sandbox's own, so XDG_RUNTIME_DIR is not set")
        .endsWith("(profile a, a.toml:1:1)");
    assertThat(resolved(layer("a").read("/run").pass("XDG_RUNTIME_DIR")).remarks()).isEmpty();
    assertThat(resolved(layer("a")).environment().variables())
        .extracting(Variable::toString)
        .anyMatch(variable -> variable.contains("XDG_RUNTIME_DIR"));
  }

  @Test
  void theNamesThatAreSetNowAreThoseThatPass() {
    machine.variables("TERM", "SECRET", "LC_ALL");
    assertThat(resolved(layer("a").pass("TERM", "LC_*", "NOT_SET")).environment().passedNames())
        .containsExactly("LC_ALL", "TERM");
  }

  @Test
  void theAgentIsToldWhatItIsInWhereItsDefinitionSays() {
    assertThat(notes("$XDG_CONFIG_HOME/agent/notes.md"))
        .contains(new NotesPlace(Path.of("/home/ana/.config/agent/notes.md"), TEST));
    assertThat(resolved(layer("a")).filesystem().notes()).isEmpty();
  }

  @Test
  void notWhereTheAgentCouldChangeIt() {
    assertThat(Refusals.codesOf(() -> notes("~/.agent/notes.md")))
        .containsExactly("policy.notes-in-state");
  }

  private Optional<NotesPlace> notes(String path) {
    AgentDefinition plain = Layers.agent();
    AgentDefinition agent =
        new AgentDefinition(
            plain.name(),
            plain.file(),
            plain.description(),
            plain.program(),
            Optional.of(
                new AgentDefinition.State(new Located<>("~/.agent", TEST), List.of(), List.of())),
            Optional.of(new Located<>(path, TEST)),
            plain.managed(),
            plain.follow(),
            plain.afterwards(),
            plain.ide(),
            plain.layer());
    Policy policy =
        Policy.of(
            machine.facts(),
            machine.repository(),
            machine.followed(),
            machine.editors(),
            agent,
            List.of(layer("a").profile()),
            List.of());
    return policy
        .resolve(
            look(policy),
            ForwardedShell.NONE,
            List.of(),
            Resolved.NOTHING_KEPT,
            LimitMeans.NOT_ASKED,
            Optional.empty())
        .filesystem()
        .notes();
  }

  @Test
  void whatIsNotReadIsTheFirstThingThatAPersonIsTold() {
    Policy policy =
        Policy.of(
            machine.facts(),
            machine.repository(),
            machine.followed(),
            machine.editors(),
            Layers.agent(),
            List.of(layer("a").profile()),
            List.of());
    Remark notRead = Remark.of("project.not-allowed", "it is not read");
    KeptFacts kept =
        new KeptFacts(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Instant.EPOCH,
            List.of(notRead));

    ResolvedPolicy resolved =
        policy.resolve(
            look(policy),
            ForwardedShell.NONE,
            List.of(),
            kept,
            LimitMeans.NOT_ASKED,
            Optional.of(machine.surroundings()));

    assertThat(resolved.remarks()).startsWith(notRead);
  }

  private ResolvedPolicy resolved(Layers... chain) {
    return Resolved.policy(machine, files, chain);
  }

  private FileFacts look(Policy policy) {
    return files.look(policy.paths(), policy.linkingPaths(), policy.globs());
  }
}
