package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.policy.Resolved;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathMergeTest {

  private static final String SHOP = "/home/ana/work/shop";

  private final Machine machine = Machine.withUsr();
  private final FileTree files =
      machine
          .files()
          .with(
              SHOP + "/.env",
              SHOP + "/src/main",
              SHOP + "/src/keys/a.pem",
              SHOP + "/src/keys/b.pem",
              "/home/ana/docs/open",
              "/home/ana/docs/secret/letter",
              "/home/ana/.ssh/config",
              "/home/ana/.ssh/id_rsa");

  @Test
  void theProjectIsWritableWithoutAnyRule() {
    assertThat(grants()).containsExactly("WRITE " + SHOP);
  }

  @Test
  void whereAnAgentMayHaveLedAGrantElsewhereNothingStarts() {
    files.with("/home/ana/dots/notes -> /home/ana/.ssh").written("/home/ana/dots");
    assertThat(Refusals.codesOf(() -> grants(layer("a").read("~/dots/notes"))))
        .containsExactly("policy.led");
    assertThat(grants(layer("a").read("~/.ssh"))).contains("READ /home/ana/.ssh");
  }

  @Test
  void onTheSamePathTheLaterLayerWins() {
    assertThat(grants(layer("a").deny("~/docs"), layer("b").read("~/docs")))
        .contains("READ /home/ana/docs");
    assertThat(grants(layer("a").read("~/docs"), layer("b").deny("~/docs")))
        .doesNotContain("READ /home/ana/docs");
    assertThat(grants(layer("a").write(SHOP), layer("b").read(SHOP)))
        .containsExactly("READ " + SHOP);
  }

  @Test
  void aFileThatIsMaskedInPartIsSoWhereverItIsShown() {
    files.with("/home/ana/dots/npmrc", "/home/ana/.npmrc -> dots/npmrc");
    String masked = " without token=(.*)";
    assertThat(grants(layer("a").readPart("~/.npmrc", "token=(.*)")))
        .contains("READ /home/ana/.npmrc from /home/ana/dots/npmrc" + masked);
    assertThat(grants(layer("a").readPart("~/.npmrc", "token=(.*)").read("~")))
        .contains("READ /home/ana", "READ /home/ana/dots/npmrc" + masked);
    assertThat(grants(layer("a").readPart("~/.npmrc", "token=(.*)"), layer("b").write("~/dots")))
        .contains("WRITE /home/ana/dots", "READ /home/ana/dots/npmrc" + masked);
    assertThat(
            grants(
                layer("a")
                    .read("~/dots/npmrc")
                    .readPart("~/.npmrc", "token=(.*)")
                    .read("~/.npmrc")))
        .contains(
            "READ /home/ana/.npmrc from /home/ana/dots/npmrc" + masked,
            "READ /home/ana/dots/npmrc" + masked);
  }

  @Test
  void aPartlyMaskedFileIsBelowADenialAndAboveTheOtherRulesOfItsLayer() {
    for (Access open : List.of(Access.READ, Access.WRITE, Access.PROTECT)) {
      assertThat(grants(layer("a").readPart("src/main", "(x)").optional(open, "src/main")))
          .contains("READ " + SHOP + "/src/main without (x)");
      assertThat(grants(layer("a").optional(open, "src/main").readPart("src/main", "(x)")))
          .contains("READ " + SHOP + "/src/main without (x)");
    }
    assertThat(grants(layer("a").readPart("src/main", "(x)").deny("src/main")))
        .contains("DENY " + SHOP + "/src/main");
    assertThat(grants(layer("a").readPart("src/main", "(x)"), layer("b").read("src/main")))
        .contains("READ " + SHOP + "/src/main");
  }

  @Test
  void twoMasksOfOneLayerAddUpAlsoThroughALink() {
    files.with(SHOP + "/link -> src/main");
    assertThat(grants(layer("a").readPart("src/main", "(x)").readPart("src/main", "(y)")))
        .contains("READ " + SHOP + "/src/main without (x), (y)");
    assertThat(grants(layer("a").readPart("link", "(x)").readPart("src/main", "(y)")))
        .anySatisfy(grant ->
            assertThat(grant)
                .startsWith("READ " + SHOP + "/src/main without ")
                .contains("(x)")
                .contains("(y)"));
  }

  @Test
  void onlyAFileCanBeMaskedInPart() {
    assertThat(Refusals.codesOf(() -> grants(layer("a").readPart("~/docs", "(x)"))))
        .containsExactly("policy.mask-no-file");
  }

  @ParameterizedTest
  @CsvSource({
    "DENY, PROTECT, DENY",
    "PROTECT, WRITE, PROTECT",
    "WRITE, READ, WRITE",
    "READ, DENY, DENY",
    "WRITE, PROTECT, PROTECT",
    "READ, WRITE, WRITE",
    "PROTECT, READ, PROTECT",
  })
  void withinOneLayerTheStricterRuleWinsInWhicheverOrder(Access one, Access other, Access wins) {
    assertThat(grants(layer("a").optional(one, "src").optional(other, "src")))
        .containsExactly("WRITE " + SHOP, wins + " " + SHOP + "/src");
  }

  @Test
  void theLongestPathDecidesWhateverTheLayer() {
    assertThat(
            grants(
                layer("a").read("~/docs/secret/letter"),
                layer("b").deny("~/docs/secret"),
                layer("c").read("~/docs")))
        .containsExactly(
            "READ /home/ana/docs",
            "DENY /home/ana/docs/secret",
            "READ /home/ana/docs/secret/letter",
            "WRITE " + SHOP);
  }

  @Test
  void whatIsNotVisibleNeedsNoMask() {
    assertThat(grants(layer("a").deny("~/.ssh").protect("~/docs")))
        .containsExactly("WRITE " + SHOP);
  }

  @Test
  void aDeniedDirectoryCanHoldAGrantedFile() {
    assertThat(grants(layer("a").deny("~/.ssh").read("~/.ssh/config")))
        .containsExactly("READ /home/ana/.ssh/config", "WRITE " + SHOP);
  }

  @Test
  void aPatternIsAboutEachOfItsMatches() {
    assertThat(grants(layer("a").deny("**/*.pem")))
        .containsExactly(
            "WRITE " + SHOP,
            "DENY " + SHOP + "/src/keys/a.pem",
            "DENY " + SHOP + "/src/keys/b.pem");
  }

  @Test
  void aRestrictionHoldsAtThePlaceASymlinkLeadsTo() {
    files.with(SHOP + "/.envrc -> config/env", SHOP + "/config/env");
    assertThat(grants(layer("a").deny(".envrc")))
        .containsExactly("WRITE " + SHOP, "DENY " + SHOP + "/config/env");
  }

  @Test
  void aRestrictionHoldsAtEveryPlaceWhereTheRealFileIsVisible() {
    files.with("/home/ana/papers -> docs");
    assertThat(grants(layer("a").read("~/docs").read("~/papers").deny("~/docs/secret")))
        .containsExactly(
            "READ /home/ana/docs",
            "DENY /home/ana/docs/secret",
            "READ /home/ana/papers from /home/ana/docs",
            "DENY /home/ana/papers/secret from /home/ana/docs/secret",
            "WRITE " + SHOP);
  }

  @Test
  void aRestrictionSaidOfASymlinkHoldsForTheRealDirectoryToo() {
    files.with("/home/ana/papers -> docs");
    assertThat(grants(layer("a").read("~/docs").deny("~/papers/secret")))
        .contains("DENY /home/ana/docs/secret");
  }

  @Test
  void aGrantedSymlinkKeepsTheNameItWasAskedFor() {
    files.with("/home/ana/papers -> /data/papers", "/data/papers/");
    assertThat(grants(layer("a").read("~/papers")))
        .contains("READ /home/ana/papers from /data/papers");
  }

  @Test
  void belowAnotherGrantASymlinkIsThereAlreadySoItsTargetIsGranted() {
    files.with(SHOP + "/data -> /data/shop", "/data/shop/");
    assertThat(grants(layer("a").read("data"))).containsExactly("READ /data/shop", "WRITE " + SHOP);
  }

  @Test
  void belowAGrantThatIsASymlinkARuleKeepsItsPlaceInThere() {
    files.with("/home/ana/papers -> /data/papers", "/data/papers/old/");
    assertThat(grants(layer("a").write("~/papers").read("~/papers/old")))
        .contains("READ /home/ana/papers/old from /data/papers/old");
  }

  @Test
  void everyMissingPathIsReportedWithItsLine() {
    assertThat(
            Refusals.textsOf(
                () -> grants(layer("a").read("~/gone").write("lost"), layer("b").protect("~/no"))))
        .containsExactly(
            "a.toml:1:1: there is no /home/ana/gone\n"
                + "  create it, or write { path = \"~/gone\", optional = true }",
            "a.toml:2:1: there is no "
                + SHOP
                + "/lost\n"
                + "  create it, or write { path = \"lost\", optional = true }",
            "b.toml:1:1: there is no /home/ana/no\n"
                + "  create it, or write { path = \"~/no\", optional = true }");
  }

  @Test
  void anOptionalPathMayBeMissingAndSoMayADeniedOne() {
    assertThat(grants(layer("a").optional(Access.READ, "~/gone").deny("~/lost")))
        .containsExactly("WRITE " + SHOP);
  }

  @Test
  void aSymlinkTheAgentCouldReplaceProtectsNothing() {
    files.with(SHOP + "/ci.yml -> config/ci.yml", SHOP + "/config/ci.yml");
    assertThat(Refusals.codesOf(() -> grants(layer("a").protect("ci.yml"))))
        .containsExactly("policy.protect-symlink");
  }

  /** An agent could keep every launch from starting by it. */
  @Test
  void aSymlinkInThePlaceOfANameIsProtectedAsFarAsThatGoes() {
    files.with(SHOP + "/.vscode -> editor", SHOP + "/editor/");
    assertThat(grants(layer("a").optional(Access.PROTECT, ".vscode")))
        .containsExactly("WRITE " + SHOP, "PROTECT " + SHOP + "/editor");
  }

  @Test
  void aSymlinkInThePlaceOfANameOpensNothing() {
    files.with(SHOP + "/.envrc -> .env", SHOP + "/.npmrc -> .", SHOP + "/.idea -> /home/ana/.ssh");
    assertThat(
            grants(
                layer("a").deny(".env"),
                layer("b")
                    .optional(Access.PROTECT, ".envrc")
                    .optional(Access.PROTECT, ".npmrc")
                    .optional(Access.PROTECT, ".idea")))
        .containsExactly("WRITE " + SHOP, "DENY " + SHOP + "/.env");
  }

  @Test
  void aSymlinkAboveTheWritableDirectoryIsOutOfTheAgentsReach() {
    files.with("/home/ana/papers -> /data/papers", "/data/papers/old/");
    assertThat(grants(layer("a").write("~/papers").protect("~/papers/old")))
        .contains("PROTECT /home/ana/papers/old from /data/papers/old");
  }

  @Test
  void aSymlinkInAReadOnlyPlaceCannotBeReplaced() {
    files.with("/home/ana/docs/latest -> secret");
    assertThat(grants(layer("a").read("~/docs").protect("~/docs/latest")))
        .contains("PROTECT /home/ana/docs/secret");
  }

  private List<String> grants(Layers... layers) {
    return Resolved.grants(machine, files, layers);
  }

  @Test
  void whatIsDeniedBehindAClosedDirectoryStopsTheLaunch() {
    files.with(SHOP + "/cfg/").closed(SHOP + "/cfg");
    assertThat(Refusals.codesOf(() -> grants(layer("a").deny("cfg/prod.key"))))
        .containsExactly("host.closed");
    assertThat(Refusals.codesOf(() -> grants(layer("a").optional(Access.PROTECT, "cfg/ci"))))
        .containsExactly("host.closed");
    assertThat(Refusals.textsOf(() -> grants(layer("a").deny("cfg/prod.key"))).getFirst())
        .contains("chmod u+rwx " + SHOP + "/cfg");
  }

  /** Whatever the rules say: a socket may be there. */
  @Test
  void aClosedDirectoryThatTheAgentCouldOpenStopsTheLaunch() {
    files.with(SHOP + "/cfg/").closed(SHOP + "/cfg");
    assertThat(Refusals.codesOf(this::grants)).containsExactly("host.closed");
  }

  @Test
  void aClosedDirectoryThatIsMaskedAsAWholeDoesNot() {
    files.with(SHOP + "/cfg/").closed(SHOP + "/cfg");
    assertThat(grants(layer("a").deny("cfg").deny("cfg/prod.key")))
        .containsExactly("WRITE " + SHOP, "DENY " + SHOP + "/cfg");
  }

  @Test
  void aClosedDirectoryThatNoGrantShowsDoesNot() {
    files.with("/home/ana/closed/").closed("/home/ana/closed");
    assertThat(grants(layer("a").deny("~/closed/key").optional(Access.READ, "~/closed/docs")))
        .containsExactly("WRITE " + SHOP);
  }

  @Test
  void whatHasToBeGrantedHasToBeSeen() {
    files.with("/home/ana/closed/").closed("/home/ana/closed");
    assertThat(Refusals.codesOf(() -> grants(layer("a").read("~/closed/docs"))))
        .containsExactly("host.closed");
  }

  /** In a place that cannot be changed inside, its mode cannot be changed either. */
  @Test
  void aClosedDirectoryInAReadOnlyGrantStaysClosed() {
    files.with("/home/ana/docs/closed/").closed("/home/ana/docs/closed");
    assertThat(grants(layer("a").read("~/docs"))).contains("READ /home/ana/docs");
    assertThat(Refusals.codesOf(() -> grants(layer("a").write("~/docs"))))
        .containsExactly("host.closed");
  }

  @Test
  void aRuleForFilesLeavesDirectoriesAlone() {
    files.with(SHOP + "/credentials", SHOP + "/src/credentials/aws.js");
    assertThat(grants(layer("a").denyFiles("**/credentials")))
        .containsExactly("WRITE " + SHOP, "DENY " + SHOP + "/credentials");
  }

  @Test
  void aPatternLeavesTheNamesAloneThatItsRuleExcepts() {
    files.with(SHOP + "/.env.local", SHOP + "/.env.example", SHOP + "/a/.env.local.example");
    assertThat(grants(layer("a").denyExcept("**/.env.*", false, "*.example")))
        .containsExactly("WRITE " + SHOP, "DENY " + SHOP + "/.env.local");
    assertThat(grants(layer("a").denyExcept(".env.example", false, "*.example")))
        .contains("DENY " + SHOP + "/.env.example");
  }

  @Test
  void aSymlinkThatAPatternMatchesMasksWhatItLeadsTo() {
    files.with(SHOP + "/.env.a -> src/keys/a.pem");
    assertThat(grants(layer("a").deny(".env.*")))
        .containsExactly("WRITE " + SHOP, "DENY " + SHOP + "/src/keys/a.pem");
  }

  /** Otherwise an agent could keep the next sandbox from starting. */
  @Test
  void aSymlinkToWhatHidesNothingMasksNothing() {
    files.with(
        SHOP + "/.env.a -> .",
        SHOP + "/.env.b -> /home",
        SHOP + "/.env.c -> /usr",
        SHOP + "/.env.d -> /usr/bin/env",
        "/usr/bin/env");
    assertThat(Resolved.grants(machine, files, layer("a").deny(".env.*")))
        .containsExactly("WRITE " + SHOP);
    assertThat(
            PathMerge.merge(
                    PathRequests.of(
                        machine.facts(),
                        machine.repository(),
                        List.of(layer("a").deny(".env.*").built()),
                        MovedPlaces.NONE),
                    files.look(
                        PathRequests.of(
                                machine.facts(), machine.repository(), List.of(), MovedPlaces.NONE)
                            .paths(),
                        List.of(),
                        List.of(new Glob(Path.of(SHOP), ".env.*"))),
                    List.of())
                .stream()
                .map(Grant::access))
        .doesNotContain(Access.DENY);
  }

  /** A file that a person names is masked, wherever it is. */
  @Test
  void aFileOfTheMachinesThatIsNamedIsMasked() {
    files.with("/usr/local/secret");
    assertThat(
            PathMerge.merge(
                PathRequests.of(
                    machine.facts(),
                    machine.repository(),
                    List.of(layer("a").deny("/usr/local/sec*").built()),
                    MovedPlaces.NONE),
                files.look(
                    PathRequests.of(
                            machine.facts(), machine.repository(), List.of(), MovedPlaces.NONE)
                        .paths(),
                    List.of(),
                    List.of(new Glob(Path.of("/usr/local"), "sec*"))),
                List.of()))
        .anyMatch(grant -> grant.access() == Access.DENY);
  }
}
