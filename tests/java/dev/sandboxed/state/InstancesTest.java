package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
  void anInstanceIsNobodyElsesToSeeAndSaysWhoseItIs() throws Exception {
    Path instance = instances.ofProject(SHOP, "claude");
    instances.prepare(instance, SHOP);
    instances.prepare(instance, SHOP);
    assertThat(Disk.mode(instance)).isEqualTo("rwx------");
    assertThat(Disk.mode(instance.resolve("..").normalize())).isEqualTo("rwx------");
    assertThat(Disk.mode(top.resolve("sandboxed"))).isEqualTo("rwx------");
    assertThat(Files.readString(instance.resolveSibling("project"))).isEqualTo(SHOP + "\n");
  }

  @Test
  void aSharedInstanceIsNoProjects() {
    Path instance = instances.shared("claude");
    instances.prepare(instance, SHOP);
    assertThat(instance).isDirectory();
    assertThat(instance.resolveSibling("project")).doesNotExist();
  }

  @Test
  void aLoginIsMountedOnARegularFile() throws Exception {
    Path instance = Disk.directory(top.resolve("i"));
    instances.prepareMountPoint(instance, "login");
    assertThat(instance.resolve("login")).isEmptyFile();
    Files.writeString(instance.resolve("login"), "kept");
    instances.prepareMountPoint(instance, "login");
    assertThat(instance.resolve("login")).hasContent("kept");
  }

  @Test
  void aSymlinkThatTheAgentLeftThereIsNotFollowed() {
    Path victim = top.resolve("victim");
    Path instance = Disk.directory(top.resolve("i"));
    Disk.link(instance.resolve("login"), victim.toString());
    instances.prepareMountPoint(instance, "login");
    assertThat(victim).doesNotExist();
    assertThat(Files.isRegularFile(instance.resolve("login"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aDirectoryInTheWayOfALoginIsTold() {
    Path instance = Disk.directory(top.resolve("i"));
    Disk.directory(instance.resolve("login"));
    assertThat(Refusals.codesOf(() -> instances.prepareMountPoint(instance, "login")))
        .containsExactly("state.in-the-way");
  }

  @Test
  void aStateDirectoryThatCannotBeMadeIsTold() {
    Disk.file(top.resolve("sandboxed"), "in the way");
    assertThat(Refusals.codesOf(() -> instances.prepare(instances.shared("claude"), SHOP)))
        .containsExactly("state.not-writable");
  }
}
