package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
        .isEqualTo(new Project(shop, shop.resolve("src/deep"), List.of()));
  }

  @Test
  void outsideGitItIsTheDirectoryItself() {
    Path plain = Disk.directory(home.resolve("plain/sub"));
    assertThat(found(plain)).isEqualTo(new Project(plain, plain, List.of()));
  }

  @Test
  void symlinksAreResolved() {
    Path link = Disk.link(home.resolve("link"), "shop/src");
    assertThat(found(link)).isEqualTo(new Project(shop, shop.resolve("src"), List.of()));
  }

  @Test
  void aProjectThatIsAskedForIsTakenAndThePersonStaysWhereSheIs() {
    assertThat(asked(shop.resolve("src/deep"), shop.resolve("src")))
        .isEqualTo(new Project(shop.resolve("src"), shop.resolve("src/deep"), List.of(shop)));
    assertThat(asked(home, Path.of("shop"))).isEqualTo(new Project(shop, shop, List.of()));
  }

  @Test
  void aHomeOrADirectoryAboveItIsNotAProject() {
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
  void aRepositoryAtTheTopOfTheHomeIsNotAProjectEither() {
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
  void aProjectThatIsNotADirectoryIsRefused() {
    Path file = Disk.file(home.resolve("file"), "x");
    assertThat(Refusals.codesOf(() -> asked(home, file)))
        .containsExactly("project.not-a-directory");
    assertThat(Refusals.codesOf(() -> asked(home, Path.of("gone"))))
        .containsExactly("project.missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr", "/tmp", "/var/tmp", "/etc"})
  void whatTheWholeMachineSharesIsNotAProject(Path directory) {
    Path elsewhere = Path.of("/dev");
    assertThat(
            Refusals.textsOf(() ->
                new ProjectProbe(ThisMachine.INQUIRY).find(directory, Optional.empty(), elsewhere)))
        .singleElement()
        .asString()
        .contains("which is shared by the whole machine");
  }

  @Test
  void theProjectsAroundItAreFoundTheNearestFirst() {
    Disk.file(home.resolve("all/.sandboxed.toml"), "");
    Disk.directory(home.resolve("all/shop/.git"));
    Path web = Disk.directory(home.resolve("all/shop/parts/web"));
    assertThat(asked(home, web).enclosing())
        .containsExactly(home.resolve("all/shop"), home.resolve("all"));
    // Neither the home nor what holds it is a project.
    Disk.directory(home.resolve(".git"));
    assertThat(found(shop).enclosing()).isEmpty();
  }

  /** An agent owns its project's directory, and can close it after itself. */
  @Test
  void aDirectoryThatCannotBeLookedIntoIsNotTakenForOneWithoutARepository() throws IOException {
    Disk.directory(home.resolve("all/.git"));
    Path inner = Disk.directory(home.resolve("all/inner"));
    Disk.directory(inner.resolve(".git"));
    assertThat(found(inner).directory()).isEqualTo(inner);

    Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("---------"));
    try {
      assertThat(Refusals.textsOf(() -> found(inner)))
          .singleElement()
          .asString()
          .contains("chmod u+rwx " + inner);
    } finally {
      Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private Project found(Path workingDirectory) {
    return new ProjectProbe(ThisMachine.INQUIRY).find(workingDirectory, Optional.empty(), home);
  }

  private Project asked(Path workingDirectory, Path project) {
    return new ProjectProbe(ThisMachine.INQUIRY).find(workingDirectory, Optional.of(project), home);
  }
}
