package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectProbeTest {

  @TempDir Path temporary = Path.of("");

  private Path home = Path.of("");
  private Path shop = Path.of("");

  @BeforeEach
  void aHomeWithARepository() throws IOException {
    home = Disk.directory(temporary.toRealPath().resolve("home/ana"));
    shop = home.resolve("shop");
    Disk.directory(shop.resolve(".git"));
    Disk.directory(shop.resolve("src/deep"));
  }

  @Test
  void theProjectIsTheWorkTreeAroundThePerson() {
    assertThat(found(shop.resolve("src/deep")))
        .isEqualTo(new Project(shop, shop.resolve("src/deep"), Optional.empty()));
  }

  @Test
  void outsideOfGitItIsTheDirectoryItself() {
    Path plain = Disk.directory(home.resolve("plain/sub"));
    assertThat(found(plain)).isEqualTo(new Project(plain, plain, Optional.empty()));
  }

  @Test
  void symlinksAreResolved() {
    Path link = Disk.link(home.resolve("link"), "shop/src");
    assertThat(found(link)).isEqualTo(new Project(shop, shop.resolve("src"), Optional.empty()));
  }

  @Test
  void theAskedForProjectIsTakenAndThePersonStaysWhereSheIs() {
    assertThat(asked(shop.resolve("src/deep"), shop.resolve("src")))
        .isEqualTo(new Project(shop.resolve("src"), shop.resolve("src/deep"), Optional.empty()));
    assertThat(asked(home, Path.of("shop"))).isEqualTo(new Project(shop, shop, Optional.empty()));
  }

  @Test
  void aHomeOrWhatHoldsOneIsNoProject() {
    assertThat(Refusals.textsOf(() -> found(home)))
        .singleElement()
        .asString()
        .contains("which is your home directory");
    assertThat(Refusals.textsOf(() -> found(home.resolve("..").normalize())))
        .singleElement()
        .asString()
        .contains("which holds your home directory");
  }

  @Test
  void aRepositoryAtTheTopOfTheHomeIsNoProjectEither() {
    Disk.directory(home.resolve(".git"));
    Path documents = Disk.directory(home.resolve("documents"));
    assertThat(Refusals.codesOf(() -> found(documents))).containsExactly("project.not-a-project");
  }

  @Test
  void aHomeThatIsAskedForIsTaken() {
    assertThat(asked(home, home).directory()).isEqualTo(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/proc", "/proc/sys", "/sys", "/dev", "/dev/shm"})
  void whatBelongsToTheSystemIsNeverAProject(Path directory) {
    assertThat(Refusals.codesOf(() -> found(directory)))
        .containsExactly("project.system-directory");
    assertThat(Refusals.codesOf(() -> asked(home, directory)))
        .containsExactly("project.system-directory");
  }

  @Test
  void aProjectThatIsNoDirectoryIsRefused() {
    Path file = Disk.file(home.resolve("file"), "x");
    assertThat(Refusals.codesOf(() -> asked(home, file)))
        .containsExactly("project.not-a-directory");
    assertThat(Refusals.codesOf(() -> asked(home, Path.of("gone"))))
        .containsExactly("project.missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr", "/tmp", "/var/tmp", "/etc"})
  void whatTheWholeMachineSharesIsNoProject(Path directory) {
    Path elsewhere = Path.of("/dev");
    assertThat(Refusals.textsOf(() -> ProjectProbe.find(directory, Optional.empty(), elsewhere)))
        .singleElement()
        .asString()
        .contains("which is shared by the whole machine");
  }

  @Test
  void aSubmoduleBringsItsRepositoryAlong() {
    Path repository = shop.resolve(".git/modules/lib");
    Disk.file(repository.resolve("config"), "[core]\n\tworktree = ../../../lib\n");
    Disk.file(shop.resolve("lib/.git"), "gitdir: ../.git/modules/lib\n");
    assertThat(found(shop.resolve("lib")).git())
        .contains(new Project.LinkedGit(repository, repository));
  }

  @Test
  void aRepositoryThatIsTheWorkTreeOfAnotherDirectoryIsNotBroughtAlong() {
    Path repository = shop.resolve(".git/modules/lib");
    Disk.file(repository.resolve("config"), "[core]\n\tworktree = ../../../lib\n");
    Disk.directory(shop.resolve("lib"));
    Disk.file(home.resolve("sly/.git"), "gitdir: " + repository + "\n");
    Disk.file(home.resolve("bare/.git"), "gitdir: " + shop.resolve(".git") + "\n");
    Disk.file(shop.resolve(".git/config"), "[core]\n\tbare = false\n");
    assertThat(found(home.resolve("sly")).git()).isEmpty();
    assertThat(found(home.resolve("bare")).git()).isEmpty();
  }

  @Test
  void aLinkedWorkTreeBringsItsRepositoryAlong() {
    linked("fix", home.resolve("fix/.git").toString());
    assertThat(found(home.resolve("fix")).git())
        .contains(new Project.LinkedGit(shop.resolve(".git"), shop.resolve(".git/worktrees/fix")));
  }

  @Test
  void aWorkTreeThatTheRepositoryDoesNotNameBackIsForged() {
    linked("fix", home.resolve("other/.git").toString());
    Disk.file(home.resolve("other/.git"), "gitdir: elsewhere\n");
    assertThat(found(home.resolve("fix")).git()).isEmpty();
  }

  @Test
  void aPointerToSomethingThatIsNoWorkTreesDirectoryIsForged() {
    Path secrets = Disk.directory(home.resolve(".ssh/a/b"));
    Disk.file(secrets.resolve("gitdir"), home.resolve("fix/.git").toString());
    Disk.file(home.resolve("fix/.git"), "gitdir: " + secrets + "\n");
    assertThat(found(home.resolve("fix")).git()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gitdir: ",
        "gitdir: /nowhere/worktrees/x",
        "garbage",
        "gitdir: \0",
        "gitdir: .",
        "\n"
      })
  void aPointerThatLeadsNowhereIsNone(String pointer) {
    Disk.file(home.resolve("fix/.git"), pointer);
    assertThat(found(home.resolve("fix")))
        .isEqualTo(new Project(home.resolve("fix"), home.resolve("fix"), Optional.empty()));
  }

  @Test
  void aPointerThatIsASymlinkIsNone() {
    linked("fix", home.resolve("fix/.git").toString());
    Path pointer = Disk.file(home.resolve("pointer"), "gitdir: ../shop/.git/worktrees/fix\n");
    Disk.link(home.resolve("sly/.git"), pointer.toString());
    assertThat(found(home.resolve("sly")).git()).isEmpty();
  }

  private void linked(String name, String back) {
    Path directory = shop.resolve(".git/worktrees").resolve(name);
    Disk.file(directory.resolve("gitdir"), back + "\n");
    Disk.file(home.resolve(name).resolve(".git"), "gitdir: " + directory + "\n");
  }

  private Project found(Path workingDirectory) {
    return ProjectProbe.find(workingDirectory, Optional.empty(), home);
  }

  private Project asked(Path workingDirectory, Path project) {
    return ProjectProbe.find(workingDirectory, Optional.of(project), home);
  }
}
