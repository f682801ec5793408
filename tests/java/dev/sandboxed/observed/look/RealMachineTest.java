package dev.sandboxed.observed.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent named is looked for on this machine, and asked of nobody else. */
class RealMachineTest {

  @TempDir Path temporary;

  private Path top = Path.of("/");

  @BeforeEach
  void furnish() throws IOException {
    top = temporary.toRealPath();
    Files.createDirectories(top.resolve("net/host"));
    Files.writeString(top.resolve("net/host/file"), "");
    Files.writeString(top.resolve("plain"), "");
    Files.createSymbolicLink(top.resolve("away"), top.resolve("net/host/file"));
    Files.createSymbolicLink(top.resolve("home"), Path.of("net/../plain"));
    Files.createSymbolicLink(top.resolve("ring"), Path.of("ring"));
  }

  @Test
  void aWayThatLeavesThisMachineIsNotTaken() {
    RealMachine machine = new RealMachine(new RemoteMounts(Set.of(top.resolve("net"))));
    RealMachine everywhere = new RealMachine(new RemoteMounts(Set.of()));
    for (String name : List.of("net/host/file", "away", "away/../file", "home")) {
      assertThat(machine.isNear(top.resolve(name))).as(name).isFalse();
      assertThat(machine.real(top.resolve(name))).as(name).isEmpty();
      assertThat(machine.isReadable(top.resolve(name))).as(name).isFalse();
      assertThat(everywhere.isNear(top.resolve(name))).as(name).isTrue();
    }
    // The link itself is here.
    assertThat(machine.has(top.resolve("away"))).isTrue();
    assertThat(machine.has(top.resolve("net/host/file"))).isFalse();
    assertThat(everywhere.real(top.resolve("away"))).contains(top.resolve("net/host/file"));
    assertThat(machine.real(top.resolve("plain"))).contains(top.resolve("plain"));
  }

  @Test
  void aRingOfLinksLeadsNowhere() {
    RealMachine machine = new RealMachine(new RemoteMounts(Set.of()));

    assertThat(machine.real(top.resolve("ring"))).isEmpty();
    assertThat(machine.has(top.resolve("ring"))).isTrue();
  }

  @Test
  void theListOfMountsSaysWhatIsElsewhere() {
    String list =
        """
        22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda rw
        23 22 0:21 / /net rw,relatime shared:2 - autofs -hosts rw,fd=7
        24 22 0:22 / /srv/a\\040b rw,relatime - nfs4 server:/x rw
        25 22 0:23 / /home rw,relatime - nfs server:/home rw
        26 22 0:24 / /mnt/phone rw - fuse.sshfs phone:/ rw
        27 22 0:25 / /tmp rw - tmpfs tmpfs rw
        """;

    assertThat(RemoteMounts.of(list, List.of(Path.of("/home/ana"))).places())
        .containsExactlyInAnyOrder(Path.of("/net"), Path.of("/srv/a b"), Path.of("/mnt/phone"));
  }
}
