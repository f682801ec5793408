package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.host.survey.Details;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

  private final Machine machine = Machine.withUsr();
  private final FileTree files = machine.files();

  private List<Grant> grants(String device) {
    PathRequests requests =
        PathRequests.of(
            machine.facts(),
            machine.repository(),
            List.of(layer("a").device(device).built()),
            MovedPlaces.NONE);
    return PathMerge.merge(
            requests, files.look(requests.paths(), requests.linking(), requests.globs()), List.of())
        .stream()
        .filter(grant -> grant.access() == Access.DEVICE)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/kvm",
        "/dev/dri/card0",
        "/dev/dri/renderD128",
        "/dev/nvidia0",
        "/dev/nvidia-uvm",
        "/dev/kfd",
        "/dev/accel/accel0",
        "/dev/snd/controlC0",
        "/dev/video2",
        "/dev/ttyUSB0",
        "/dev/ttyACM1",
        "/dev/bus/usb/001/004",
        "/dev/net/tun",
      })
  void aDeviceOfAKnownKindIsGranted(String path) {
    files.device(path);
    assertThat(grants(path)).extracting(Grant::path).containsExactly(Path.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/dri", "/dev/snd", "/dev/bus/usb", "/dev/bus/usb/001", "/dev/accel"})
  void aDirectoryOfThemIsGranted(String path) {
    files.with(path + "/");
    assertThat(grants(path)).extracting(Grant::path).containsExactly(Path.of(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/dev/sda             | no mask holds",
        "/dev/nvme0n1p2       | no mask holds",
        "/dev/mapper/home     | no mask holds",
        "/dev/dm-0            | no mask holds",
        "/dev/loop0           | no mask holds",
        "/dev/sg0             | no mask holds",
        "/dev/disk/by-id/x    | no mask holds",
        "/dev/mem             | memory",
        "/dev/kmem            | memory",
        "/dev/port            | memory",
        "/dev/kmsg            | memory or log",
        "/dev/input/event0    | what you type",
        "/dev/uinput          | types in your place",
        "/dev/hidraw3         | what you type",
        "/dev/tty1            | a terminal",
        "/dev/ttyS0           | a terminal",
        "/dev/vcs             | a terminal",
        "/dev/console         | has its own",
        "/dev/pts/3           | has its own",
        "/dev/shm/x           | has its own",
        "/dev/vsock           | past the network tier",
        "/dev/vhost-vsock     | past the network tier",
        "/dev/vhost-net       | past the network tier",
        "/dev/vfio/vfio       | past the network tier",
        "/dev/ppp             | past the network tier",
        "/dev/fuse            | mounts",
        "/dev/dri/../sda      | no mask holds",
        "/dev/kvm0            | not known",
        "/dev/tpm0            | not known",
        "/dev/userfaultfd     | not known",
      })
  void whatBreaksAPromiseIsRefusedWithTheReason(String path, String reason) {
    files.device(Path.of(path).normalize().toString());
    assertThat(Refusals.textsOf(() -> grants(path))).singleElement().asString().contains(reason);
    assertThat(Refusals.codesOf(() -> grants(path))).containsExactly("policy.device");
  }

  @Test
  void aLinkCountsAsWhatItLeadsTo() {
    files.device("/dev/ttyUSB0").device("/dev/sda");
    files.with(
        "/dev/serial/by-id/board -> ../../ttyUSB0", "/dev/kvm -> sda", "/dev/video0 -> /etc/x");
    files.with("/etc/x");
    assertThat(grants("/dev/serial/by-id/board"))
        .extracting(Grant::source)
        .containsExactly(Path.of("/dev/ttyUSB0"));
    assertThat(Refusals.textsOf(() -> grants("/dev/kvm")))
        .singleElement()
        .asString()
        .contains("/dev/kvm, which leads to /dev/sda, cannot be granted: below the file system");
    assertThat(Refusals.textsOf(() -> grants("/dev/video0")))
        .singleElement()
        .asString()
        .contains("it is not in /dev");
  }

  @Test
  void onlyWhatIsInDevIsADevice() {
    assertThat(Refusals.codesOf(() -> grants("/usr"))).containsExactly("policy.device");
    assertThat(Refusals.codesOf(() -> grants("/dev"))).containsExactly("policy.device");
    assertThat(Refusals.codesOf(() -> grants("/dev/../etc"))).containsExactly("policy.device");
  }

  @Test
  void aMissingOneStopsTheLaunch() {
    assertThat(Refusals.codesOf(() -> grants("/dev/kvm"))).containsExactly("policy.missing-path");
  }

  @Test
  void whatIsReadOrWrittenIsNoDeviceAndTheRefusalNamesTheRightKey() {
    assertThat(
            Refusals.textsOf(() ->
                PathRequests.of(
                    machine.facts(),
                    machine.repository(),
                    List.of(layer("a").read("/dev/kvm").write("/dev/sda").built()),
                    MovedPlaces.NONE)))
        .satisfiesExactly(
            kvm -> assertThat(kvm).contains("it is a device").contains("--device /dev/kvm"),
            disk -> assertThat(disk).contains("no mask holds"));
  }

  @Test
  void theAuditSaysWhatItGivesAwayAndWhetherItWillOpen() {
    Path kvm = Path.of("/dev/kvm");
    List<Grant> granted =
        List.of(new Grant(kvm, kvm, Access.DEVICE, false, new Origin.BuiltIn("test")));
    assertThat(Devices.remarks(granted, Details.NONE))
        .extracting(Remark::text)
        .containsExactly(
            "/dev/kvm is inside: programs inside can run virtual machines, and the kernel's code for them");
    assertThat(Devices.remarks(granted, Details.NONE.with(Set.of(kvm), Map.of())))
        .extracting(Remark::code)
        .containsExactly("device.inside", "device.closed");
  }
}
