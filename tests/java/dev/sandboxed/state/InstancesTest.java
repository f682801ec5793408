package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancesTest {

  private static final Path SHOP = Path.of("/home/ana/work/shop");

  @TempDir Path top = Path.of("");

  private Instances instances = new Instances(Path.of(""));

  @BeforeEach
  void inTheStateDirectory() {
    instances = new Instances(top.resolve("sandboxed"));
  }

  @Test
  void everyProjectAndEveryAgentHasItsOwn() {
    Path claude = instances.ofProject(SHOP, "claude");
    assertThat(claude)
        .startsWithRaw(top.resolve("sandboxed/instances"))
        .endsWithRaw(Path.of("claude"));
    assertThat(instances.ofProject(SHOP, "claude")).isEqualTo(claude);
    assertThat(instances.ofProject(SHOP, "gemini")).isNotEqualTo(claude);
    assertThat(instances.ofProject(SHOP.resolve("sub"), "claude")).isNotEqualTo(claude);
    assertThat(instances.shared("claude")).isNotEqualTo(claude);
  }

  @Test
  void nobodyElseSeesAnInstanceAndItSaysWhoseItIs() throws Exception {
    Path instance = instances.ofProject(SHOP, "claude");
    instances.prepare(instance, SHOP, List.of());
    instances.prepare(instance, SHOP, List.of());
    assertThat(Disk.mode(instance)).isEqualTo("rwx------");
    assertThat(Disk.mode(instance.resolve("..").normalize())).isEqualTo("rwx------");
    assertThat(Disk.mode(top.resolve("sandboxed"))).isEqualTo("rwx------");
    assertThat(Files.readString(instance.resolveSibling("project"))).isEqualTo(SHOP + "\n");
  }

  @Test
  void aSharedInstanceBelongsToNoProject() {
    Path instance = instances.shared("claude");
    instances.prepare(instance, SHOP, List.of());
    assertThat(instance).isDirectory();
    assertThat(instance.resolveSibling("project")).doesNotExist();
  }

  @Test
  void onlyANewInstanceIsSeeded() throws Exception {
    Seed seed = new Seed(Path.of("answers"), "{\"asked\": true}", Optional.empty(), List.of());
    Path instance = instances.ofProject(SHOP, "claude");
    instances.prepare(instance, SHOP, List.of(seed));
    assertThat(instance.resolve("answers")).content().contains("asked");
    Files.delete(instance.resolve("answers"));
    instances.prepare(instance, SHOP, List.of(seed));
    assertThat(instance).isEmptyDirectory();
    assertThat(instance.resolveSibling("").toFile().list())
        .containsExactlyInAnyOrder("claude", "project");
  }

  @Test
  void anInstanceThatSaysItBelongsToAnotherProjectIsNotUsed() throws Exception {
    Path instance = instances.ofProject(SHOP, "claude");
    instances.prepare(instance, SHOP, List.of());
    Files.writeString(instance.resolveSibling("project"), "/home/ana/work/other\n");
    UserFailure failure = Refusals.of(() -> instances.prepare(instance, SHOP, List.of()));
    assertThat(failure.problems()).extracting(Problem::code).containsExactly("state.other-project");
    assertThat(failure).hasMessageContaining("/home/ana/work/other");
    assertThat(instance.resolveSibling("project")).hasContent("/home/ana/work/other\n");
  }

  @Test
  void aNoteThatCannotBeReadIsReported() {
    Path instance = instances.ofProject(SHOP, "claude");
    Disk.directory(instance.resolveSibling("project"));
    assertThat(Refusals.codesOf(() -> instances.prepare(instance, SHOP, List.of())))
        .containsExactly("state.unreadable");
  }

  @Test
  void aFileInPlaceOfAnInstanceIsReportedAndStays() {
    Path instance = Disk.file(instances.ofProject(SHOP, "claude"), "mine");
    assertThat(Refusals.codesOf(() -> instances.prepare(instance, SHOP, List.of())))
        .containsExactly("state.in-the-way");
    assertThat(instance).hasContent("mine");
  }

  @Test
  void aMountPointIsOfTheKindOfWhatIsMounted() throws Exception {
    Path instance = Disk.directory(top.resolve("i"));
    instances.prepareMountPoint(instance, Path.of("login"), false);
    instances.prepareMountPoint(instance, Path.of("deep/commands"), true);
    instances.prepareMountPoint(instance, Path.of("deep/settings"), false);
    assertThat(instance.resolve("login")).isEmptyFile();
    assertThat(instance.resolve("deep/commands")).isEmptyDirectory();
    assertThat(instance.resolve("deep/settings")).isEmptyFile();
    Files.writeString(instance.resolve("login"), "kept");
    instances.prepareMountPoint(instance, Path.of("login"), false);
    instances.prepareMountPoint(instance, Path.of("deep"), true);
    assertThat(instance.resolve("login")).hasContent("kept");
    assertThat(instance.resolve("deep/settings")).exists();
  }

  @Test
  void aSymlinkThatTheAgentLeftThereIsNotFollowed() {
    Path victim = Disk.directory(top.resolve("victim"));
    Path instance = Disk.directory(top.resolve("i"));
    Disk.link(instance.resolve("login"), victim.resolve("login").toString());
    Disk.link(instance.resolve("deep"), victim.toString());
    instances.prepareMountPoint(instance, Path.of("login"), false);
    instances.prepareMountPoint(instance, Path.of("deep/commands"), true);
    assertThat(victim).isEmptyDirectory();
    assertThat(Files.isRegularFile(instance.resolve("login"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.isDirectory(instance.resolve("deep"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void whatIsOfAnotherKindIsInTheWay() {
    Path instance = Disk.directory(top.resolve("i"));
    Disk.directory(instance.resolve("login"));
    Disk.file(instance.resolve("commands"), "");
    assertThat(
            Refusals.codesOf(() -> instances.prepareMountPoint(instance, Path.of("login"), false)))
        .containsExactly("state.in-the-way");
    assertThat(
            Refusals.codesOf(
                () -> instances.prepareMountPoint(instance, Path.of("commands/a"), false)))
        .containsExactly("state.in-the-way");
  }

  @Test
  void manyLaunchesMayPrepareAnInstanceAtOnce() throws Exception {
    Seed seed = new Seed(Path.of("answers"), "{\"asked\": true}", Optional.empty(), List.of());
    Path instance = instances.ofProject(SHOP, "claude");
    Callable<Boolean> launch =
        () -> {
          instances.prepare(instance, SHOP, List.of(seed));
          instances.prepareMountPoint(instance, Path.of("deep/login"), false);
          return Files.exists(instance.resolve("answers"));
        };
    try (ExecutorService launches = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> seeded : launches.invokeAll(Collections.nCopies(64, launch))) {
        assertThat(seeded.get()).isTrue();
      }
    }
    assertThat(instance.resolveSibling("").toFile().list())
        .containsExactlyInAnyOrder("claude", "project");
  }

  @Test
  void anEmptyFileThatNothingIsMountedOnIsRemoved() throws Exception {
    Path instance = Disk.directory(top.resolve("i"));
    Disk.file(instance.resolve("settings"), "");
    Disk.file(instance.resolve("memory"), "mine");
    Disk.directory(instance.resolve("commands"));
    Path outside = Disk.file(top.resolve("outside/settings"), "");
    Disk.link(instance.resolve("link"), outside.toString());
    Disk.link(instance.resolve("out"), outside.resolveSibling("").toString());
    for (String place :
        List.of("settings", "memory", "commands", "link", "out/settings", "missing")) {
      instances.takeAwayMountPoint(instance, Path.of(place));
    }
    assertThat(instance.toFile().list())
        .containsExactlyInAnyOrder("memory", "commands", "link", "out");
    assertThat(outside).exists();
  }

  @Test
  void aStateDirectoryThatCannotBeMadeIsReported() {
    Disk.file(top.resolve("sandboxed"), "in the way");
    assertThat(
            Refusals.codesOf(() -> instances.prepare(instances.shared("claude"), SHOP, List.of())))
        .containsExactly("state.in-the-way");
  }
}
