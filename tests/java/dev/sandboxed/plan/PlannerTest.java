package dev.sandboxed.plan;

import static dev.sandboxed.profile.Access.DENY;
import static dev.sandboxed.profile.Access.PROTECT;
import static dev.sandboxed.profile.Access.READ;
import static dev.sandboxed.profile.Access.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Policies;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final String SHOP = "/home/ana/work/shop";

  private final Policies policy = new Policies();
  private AgentCommand command = new AgentCommand(List.of("/usr/bin/agent"), List.of(), List.of());
  private StoreMounts store = StoreMounts.NONE;

  @Test
  void theRootStartsWithNothingOfTheHost() {
    assertThat(steps())
        .containsExactly(
            "PlanFile /SANDBOX.md",
            "Dev /dev",
            "PlanFile /etc/group",
            "PlanFile /etc/hostname",
            "PlanFile /etc/hosts",
            "PlanFile /etc/nsswitch.conf",
            "PlanFile /etc/passwd",
            "PlanFile /etc/resolv.conf",
            "Tmpfs /home/ana",
            "Proc /proc",
            "Tmpfs /run",
            "Tmpfs /run/lock",
            "Tmpfs /run/mysqld",
            "Tmpfs /run/postgresql",
            "Tmpfs /run/session",
            "Tmpfs /tmp",
            "Symlink /var/lock",
            "Tmpfs /var/log",
            "Symlink /var/run",
            "Tmpfs /var/tmp");
  }

  @Test
  void homeIsPrivateAndTemporaryDirectoriesAreForEverybody() {
    assertThat(plan().mounts(MountStep.Tmpfs.class))
        .extracting(tmpfs -> String.format("%s %04o", tmpfs.path(), tmpfs.mode()))
        .containsExactly(
            "/home/ana 0700",
            "/run 0755",
            "/run/lock 1777",
            "/run/mysqld 0755",
            "/run/postgresql 0755",
            "/run/session 0700",
            "/tmp 1777",
            "/var/log 0755",
            "/var/tmp 1777");
  }

  @Test
  void aGrantedHomeIsNotEmptied() {
    policy.directory(READ, "/home");
    assertThat(steps()).contains("ReadOnlyBind /home").doesNotContain("Tmpfs /home/ana");
  }

  @Test
  void aHomeThatIsATemporaryDirectoryIsThereOnce() {
    policy.home("/tmp");
    assertThat(plan().mounts(MountStep.Tmpfs.class))
        .extracting(tmpfs -> String.format("%s %04o", tmpfs.path(), tmpfs.mode()))
        .filteredOn(place -> !place.startsWith("/run"))
        .containsExactly("/tmp 0700", "/var/log 0755", "/var/tmp 1777");
  }

  @Test
  void aParentIsMountedBeforeWhatLiesInIt() {
    policy.directory(WRITE, SHOP).file(DENY, SHOP + "/.env").directory(READ, "/home/ana/.config");
    assertThat(steps())
        .containsSubsequence(
            "Tmpfs /home/ana",
            "ReadOnlyBind /home/ana/.config",
            "WritableBind " + SHOP,
            "MaskedFile " + SHOP + "/.env");
  }

  @Test
  void eachAccessIsAStepOfItsKind() {
    policy
        .directory(WRITE, SHOP)
        .directory(READ, SHOP + "/a")
        .directory(PROTECT, SHOP + "/b")
        .directory(DENY, SHOP + "/c")
        .file(DENY, SHOP + "/d");
    assertThat(stepsBelow(SHOP))
        .containsExactly(
            "WritableBind " + SHOP,
            "ReadOnlyBind " + SHOP + "/a",
            "ReadOnlyBind " + SHOP + "/b",
            "MaskedDirectory " + SHOP + "/c",
            "MaskedFile " + SHOP + "/d");
  }

  @Test
  void whatTheNearestMountGivesAlreadyIsNotMountedAgain() {
    policy
        .directory(WRITE, SHOP)
        .file(WRITE, SHOP + "/.env.example")
        .directory(READ, SHOP + "/docs")
        .file(PROTECT, SHOP + "/docs/a")
        .file(WRITE, SHOP + "/docs/b")
        .directory(DENY, SHOP + "/vault")
        .file(READ, SHOP + "/vault/open")
        .directory(WRITE, SHOP + "/link", "/elsewhere");
    assertThat(stepsBelow(SHOP))
        .containsExactly(
            "WritableBind " + SHOP,
            "ReadOnlyBind " + SHOP + "/docs",
            "WritableBind " + SHOP + "/docs/b",
            "WritableBind " + SHOP + "/link",
            "MaskedDirectory " + SHOP + "/vault",
            "ReadOnlyBind " + SHOP + "/vault/open");
  }

  @Test
  void whatLeadsToARestrictionInAWritablePlaceCannotBeRenamed() {
    policy
        .directory(WRITE, SHOP)
        .file(PROTECT, SHOP + "/.git/hooks/pre-push")
        .file(DENY, SHOP + "/deploy/key.pem");
    assertThat(stepsBelow(SHOP))
        .containsExactly(
            "WritableBind " + SHOP,
            "Anchor " + SHOP + "/.git",
            "Anchor " + SHOP + "/.git/hooks",
            "ReadOnlyBind " + SHOP + "/.git/hooks/pre-push",
            "Anchor " + SHOP + "/deploy",
            "MaskedFile " + SHOP + "/deploy/key.pem");
  }

  @Test
  void anAnchorIsTakenFromWhereTheWritableDirectoryReallyIs() {
    policy.directory(WRITE, "/home/ana/papers", "/data/papers");
    policy.file(DENY, "/home/ana/papers/a/b");
    assertThat(plan().mounts(MountStep.Anchor.class))
        .extracting(anchor -> anchor.source() + " at " + anchor.path())
        .containsExactly("/data/papers/a at /home/ana/papers/a");
  }

  @Test
  void nothingCanBeRenamedInAReadOnlyPlaceAnyway() {
    policy.directory(READ, SHOP).file(DENY, SHOP + "/a/b/secret");
    assertThat(plan().mounts(MountStep.Anchor.class)).isEmpty();
  }

  @Test
  void aGrantInTheWayOfAnAnchorStays() {
    policy
        .directory(WRITE, SHOP)
        .directory(READ, SHOP + "/a")
        .directory(WRITE, SHOP + "/a/b")
        .file(DENY, SHOP + "/a/b/c/secret");
    assertThat(stepsBelow(SHOP))
        .containsExactly(
            "WritableBind " + SHOP,
            "ReadOnlyBind " + SHOP + "/a",
            "WritableBind " + SHOP + "/a/b",
            "Anchor " + SHOP + "/a/b/c",
            "MaskedFile " + SHOP + "/a/b/c/secret");
  }

  @Test
  void aMaskedDirectoryCanBePassedOnlyOnTheWayToAGrant() {
    policy
        .directory(WRITE, SHOP)
        .directory(DENY, SHOP + "/a")
        .file(READ, SHOP + "/a/x/open")
        .directory(DENY, SHOP + "/b")
        .file(PROTECT, SHOP + "/b/closed");
    assertThat(plan().mounts(MountStep.MaskedDirectory.class))
        .extracting(masked -> masked.path() + " " + masked.traversable())
        .containsExactly(SHOP + "/a true", SHOP + "/b false");
    assertThat(stepsBelow(SHOP))
        .contains("ReadOnlyBind " + SHOP + "/a/x/open")
        .doesNotContain("ReadOnlyBind " + SHOP + "/b/closed");
  }

  @Test
  void storePathsAreMountedEachOnItsOwn() {
    store =
        new StoreMounts(Map.of(Path.of("/nix/store/b"), TEST, Path.of("/nix/store/a"), TEST), 7);
    assertThat(stepsBelow("/nix"))
        .containsExactly("ReadOnlyBind /nix/store/a", "ReadOnlyBind /nix/store/b");
    assertThat(plan().filesystem().storePaths()).isEqualTo(2);
    assertThat(plan().filesystem().storeBytes()).isEqualTo(7);
  }

  @Test
  void aStorePathThatAGrantShowsAlreadyIsNotMountedAgain() {
    policy.directory(READ, "/nix/store");
    store = new StoreMounts(Map.of(Path.of("/nix/store/a"), TEST), 7);
    assertThat(stepsBelow("/nix")).containsExactly("ReadOnlyBind /nix/store");
  }

  @Test
  void theAgentsDirectoryIsItsInstanceWithTheLoginInIt() {
    policy.state(
        new AgentState(
            Path.of("/home/ana/.agent"),
            Optional.of(Path.of("/state/1")),
            List.of(
                new AgentState.Credential(Path.of("/home/ana/.agent/a"), "a", true, false, TEST),
                new AgentState.Credential(Path.of("/vault/b"), "b", false, false, TEST)),
            List.of(),
            List.of(),
            TEST));
    assertThat(plan().mounts(MountStep.WritableBind.class))
        .extracting(bind -> bind.source() + " at " + bind.path())
        .containsExactly(
            "/state/1 at /home/ana/.agent", "/home/ana/.agent/a at /home/ana/.agent/a");
    assertThat(plan().mounts(MountStep.ReadOnlyBind.class))
        .extracting(bind -> bind.source() + " at " + bind.path())
        .containsExactly("/vault/b at /home/ana/.agent/b");
  }

  @Test
  void whatIsGrantedOfTheAgentsDirectoryIsMountedOverItsInstance() {
    policy.directory(WRITE, "/home/ana");
    policy.file(READ, "/home/ana/.agent/settings").file(DENY, "/home/ana/.agent/deep/secret");
    policy.state(
        new AgentState(
            Path.of("/home/ana/.agent"),
            Optional.of(Path.of("/state/1")),
            List.of(),
            List.of(),
            List.of(),
            TEST));
    assertThat(stepsBelow("/home/ana/.agent"))
        .containsExactly(
            "WritableBind /home/ana/.agent",
            "MaskedFile /home/ana/.agent/deep/secret",
            "ReadOnlyBind /home/ana/.agent/settings");
  }

  @Test
  void anEphemeralInstanceIsInMemory() {
    policy.state(
        new AgentState(
            Path.of("/home/ana/.agent"), Optional.empty(), List.of(), List.of(), List.of(), TEST));
    assertThat(stepsBelow("/home/ana/.agent")).containsExactly("Tmpfs /home/ana/.agent");
  }

  @Test
  void itsOwnEtcFilesReplaceThoseOfAGrantedEtc() {
    policy.directory(READ, "/etc").file(READ, "/etc/hosts");
    assertThat(stepsBelow("/etc"))
        .contains("ReadOnlyBind /etc", "PlanFile /etc/hosts", "PlanFile /etc/passwd")
        .doesNotContain("ReadOnlyBind /etc/hosts");
  }

  @Test
  void theAgentIsToldWhatItIsInAtAPlaceThatNoGrantCovers() {
    policy.directory(READ, "/etc").file(DENY, "/SANDBOX.md").directory(WRITE, "/home");
    assertThat(stepsBelow("/SANDBOX.md")).containsExactly("PlanFile /SANDBOX.md");
    assertThat(plan().files()).containsKey("SANDBOX.md");
  }

  @Test
  void itIsToldAsWellWhereItReadsInstructionsWhateverIsMaskedThere() {
    policy
        .notesAt("/etc/agent/rules/notes.md")
        .directory(DENY, "/etc/agent")
        .file(DENY, "/etc/agent/rules/notes.md");
    assertThat(stepsBelow("/etc/agent"))
        .containsExactly("MaskedDirectory /etc/agent", "PlanFile /etc/agent/rules/notes.md");
    assertThat(plan().mounts(MountStep.MaskedDirectory.class))
        .allMatch(MountStep.MaskedDirectory::traversable);
    assertThat(plan().mounts(MountStep.PlanFile.class))
        .filteredOn(file -> file.name().equals("SANDBOX.md"))
        .extracting(MountStep::path)
        .containsExactly(Path.of("/SANDBOX.md"), Path.of("/etc/agent/rules/notes.md"));
  }

  @Test
  void linksOfTheRootAreMade() {
    policy.link("/bin", "usr/bin").directory(READ, "/usr");
    assertThat(steps()).contains("Symlink /bin", "ReadOnlyBind /usr");
  }

  @Test
  void aPlanThatContradictsItselfIsRefused() {
    policy.directory(WRITE, SHOP).directory(DENY, SHOP + "/src").standingIn(SHOP + "/src/main");
    assertThat(Refusals.codesOf(this::plan)).containsExactly("plan.working-directory-masked");
  }

  private List<String> stepsBelow(String path) {
    return plan().mounts().stream()
        .filter(step -> step.path().startsWith(path))
        .map(PlannerTest::text)
        .toList();
  }

  private List<String> steps() {
    return plan().mounts().stream().map(PlannerTest::text).toList();
  }

  private static String text(MountStep step) {
    return step.getClass().getSimpleName() + " " + step.path();
  }

  private SandboxPlan plan() {
    return Planner.plan(policy.built(), command, store);
  }
}
