package dev.sandboxed.host.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.files.Obstacle;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProbeTest {

  private static final String STORE = "/nix/store/0000000000000000000000000000000";

  private static final ProjectSurvey NO_SURVEY =
      ProjectSurvey.begin(
          Programs.on(ThisMachine.INQUIRY, "/nowhere"),
          new SurveyScope(List.of(), List.of(), List.of()));

  @TempDir Path temporary = Path.of("");

  private final FileProbe probe = new FileProbe(ThisMachine.INQUIRY, MovedPlaces.NONE);
  private Path top = Path.of("");

  @BeforeEach
  void real() throws IOException {
    top = temporary.toRealPath();
  }

  @Test
  void filesAndDirectoriesAreToldApart() {
    Disk.file(top.resolve("d/f"), "x");
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("d")))
        .isEqualTo(fact("d", FileFact.Kind.DIRECTORY, false, "d"));
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("d/f")))
        .isEqualTo(fact("d/f", FileFact.Kind.FILE, false, "d/f"));
    assertThat(PathProbe.look(ThisMachine.INQUIRY, Path.of("/dev/null")).kind())
        .isEqualTo(FileFact.Kind.SPECIAL);
  }

  @Test
  void aSymlinkIsWhatItLeadsTo() {
    Disk.file(top.resolve("d/f"), "x");
    Disk.link(top.resolve("l"), "d");
    Disk.link(top.resolve("m"), "l/f");
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("l")))
        .isEqualTo(fact("l", FileFact.Kind.DIRECTORY, true, "d"));
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("m")))
        .isEqualTo(fact("m", FileFact.Kind.FILE, true, "d/f"));
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("l/f")))
        .isEqualTo(fact("l/f", FileFact.Kind.FILE, false, "d/f"));
  }

  @Test
  void aMissingPathIsWhereItWouldBe() {
    Disk.directory(top.resolve("d"));
    Disk.link(top.resolve("l"), "d");
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("l/a/b")))
        .isEqualTo(fact("l/a/b", FileFact.Kind.MISSING, false, "d/a/b"));
  }

  @Test
  void anAgentMayHaveChosenWhereALinkOfItsProjectLeadsExceptInTheProjectAtHand() {
    Path project = Disk.directory(top.resolve("project"));
    Path inside = Disk.link(project.resolve("inside"), "file");
    Path outside = Disk.link(project.resolve("outside"), "../other/key");
    Disk.file(project.resolve("file"), "x");
    Disk.file(top.resolve("other/key"), "x");
    FileFacts facts =
        new FileFacts(
            Map.of(
                inside, PathProbe.look(ThisMachine.INQUIRY, inside),
                outside, PathProbe.look(ThisMachine.INQUIRY, outside)),
            Map.of());
    assertThat(probe.doubts(facts, List.of(project), project).led()).containsExactly(outside);
    assertThat(probe.doubts(facts, List.of(project), top.resolve("other")).led())
        .containsExactly(inside);
  }

  @Test
  void aBrokenLinkIsMissing() {
    Disk.link(top.resolve("l"), "nowhere");
    FileFact fact = PathProbe.look(ThisMachine.INQUIRY, top.resolve("l"));
    assertThat(fact.exists()).isFalse();
    assertThat(fact.symlink()).isTrue();
  }

  @Test
  void whatCannotBeLookedAtIsNotMissing() throws IOException {
    Disk.file(top.resolve("cfg/deep/prod.pem"), "x");
    Disk.link(top.resolve("link"), "cfg/deep/prod.pem");
    Path cfg = Files.setPosixFilePermissions(top.resolve("cfg"), Set.of());

    assertThat(List.of("cfg/deep/prod.pem", "cfg/none", "link"))
        .allSatisfy(name -> {
          FileFact fact = PathProbe.look(ThisMachine.INQUIRY, top.resolve(name));
          assertThat(fact.kind()).isEqualTo(FileFact.Kind.UNKNOWN);
          assertThat(fact.exists()).isFalse();
          assertThat(fact.obstacle().map(Obstacle::place)).contains(cfg);
          assertThat(fact.obstacle().map(Obstacle::passage)).contains(Obstacle.Passage.OWNER);
        });
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("link")).real())
        .isEqualTo(cfg.resolve("deep/prod.pem"));
    Files.setPosixFilePermissions(cfg, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void nobodyHereGetsPastADirectoryOfSomebodyElse() {
    assertThat(
            PathProbe.look(ThisMachine.INQUIRY, Path.of("/proc/1/cwd/x"))
                .obstacle()
                .map(Obstacle::passage))
        .contains(Obstacle.Passage.NONE);
  }

  @Test
  void aCircleOfLinksIsNotMissing() {
    Disk.link(top.resolve("a"), "a");
    FileFact fact = PathProbe.look(ThisMachine.INQUIRY, top.resolve("a"));
    assertThat(fact.obstacle().map(Obstacle::kind)).contains(Obstacle.Kind.CIRCLE);
    assertThat(fact.obstacle().orElseThrow().problem(Optional.empty(), "").hint())
        .isEqualTo("remove it: rm -- " + top.resolve("a"));
  }

  @Test
  void whatLiesBelowAFileIsMissing() {
    Disk.file(top.resolve("f"), "x");
    assertThat(PathProbe.look(ThisMachine.INQUIRY, top.resolve("f/x")))
        .isEqualTo(fact("f/x", FileFact.Kind.MISSING, false, "f/x"));
  }

  @Test
  void theStorePathsThatLinksLeadThroughComeAlong() {
    Disk.link(top.resolve("home/.rc"), STORE + "1-files/rc");
    Disk.link(top.resolve("home/conf/a"), STORE + "2-a/etc/a");
    Disk.link(top.resolve("home/conf/deep/er/b"), STORE + "3-b/b");
    Disk.link(top.resolve("home/conf/plain"), "a-file");
    assertThat(storePaths("home/.rc")).containsExactly(STORE + "1-files");
    assertThat(storePaths("home/conf")).containsExactly(STORE + "2-a", STORE + "3-b");
  }

  @Test
  void everyHopOfAChainOfLinksIsFollowed() {
    Disk.link(top.resolve("a"), "b/c");
    Disk.link(top.resolve("b"), STORE + "4-b");
    assertThat(storePaths("a")).containsExactly(STORE + "4-b");
  }

  @Test
  void aCircleOfLinksEnds() {
    Disk.link(top.resolve("a"), "b");
    Disk.link(top.resolve("b"), "a");
    assertThat(storePaths("a")).isEmpty();
  }

  @Test
  void whereNothingIsGrantedTheLinksBelowAreNotWalked() {
    Disk.link(top.resolve("home/.rc"), STORE + "1-files/rc");
    Path path = top.resolve("home");
    assertThat(probe.look(List.of(path), List.of(), List.of(), NO_SURVEY).of(path).storePaths())
        .isEmpty();
  }

  @Test
  void theMatchesOfAGlobAreLookedAtToo() {
    Disk.file(top.resolve("p/a.pem"), "x");
    Disk.file(top.resolve("p/d/b.pem"), "x");
    Glob all = new Glob(top.resolve("p"), "**/*.pem");
    Glob here = new Glob(top.resolve("p"), "*.pem");
    FileFacts facts = probe.look(List.of(), List.of(), List.of(all, here, all), NO_SURVEY);
    assertThat(facts.matching(all))
        .containsExactly(top.resolve("p/a.pem"), top.resolve("p/d/b.pem"));
    assertThat(facts.matching(here)).containsExactly(top.resolve("p/a.pem"));
    assertThat(facts.of(top.resolve("p/d/b.pem")).kind()).isEqualTo(FileFact.Kind.FILE);
  }

  private List<String> storePaths(String path) {
    Path asked = top.resolve(path);
    return probe.look(List.of(asked), List.of(asked), List.of(), NO_SURVEY).of(asked).storePaths();
  }

  private FileFact fact(String path, FileFact.Kind kind, boolean symlink, String real) {
    return new FileFact(top.resolve(path), kind, symlink, top.resolve(real), List.of());
  }
}
