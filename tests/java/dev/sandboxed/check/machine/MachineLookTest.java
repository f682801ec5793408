package dev.sandboxed.check.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.check.Finding;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.HostProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** This machine, with other settings of the kernel. */
class MachineLookTest {

  private static final String APPARMOR = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "6.1.0-18-amd64,                     ok,     Linux 6.1.0-18-amd64,",
    "5.15.167.4-microsoft-standard-WSL2, note,   WSL 2,                below /mnt",
    "4.4.0-19041-Microsoft,              failed, WSL 1,                wsl --set-version",
  })
  void theKernelMayBeOneOfWindows(String release, String state, String text, String remedy) {
    Finding kernel = found("kernel", Map.of("/proc/sys/kernel/osrelease", release + "\n"));

    assertThat(kernel.state().word()).isEqualTo(state);
    assertThat(kernel.text()).contains(text);
    assertThat(kernel.remedy()).contains(remedy == null ? "" : remedy);
  }

  @ParameterizedTest
  @CsvSource({
    APPARMOR + ",                               1, note,   below /etc/apparmor.d",
    "/proc/sys/user/max_user_namespaces,        0, failed, sysctl user.max_user_namespaces",
    "/proc/sys/kernel/unprivileged_userns_clone, 0, failed, sysctl kernel.unprivileged_userns_clone",
  })
  void aSettingThatForbidsNamespacesIsNamed(
      String file, String value, String state, String remedy) {
    Finding namespaces = found("namespaces", Map.of(file, value + "\n"));

    assertThat(namespaces.state().word()).isEqualTo(state);
    assertThat(namespaces.text()).contains(file.replaceFirst(".*/", "") + " = " + value);
    assertThat(namespaces.remedy()).contains(remedy);
  }

  @Test
  void whatEveryLaunchNeedsIsOnThisMachine() {
    assertThat(look(Map.of()))
        .extracting(finding -> finding.name() + " " + finding.state().word())
        .contains("kernel ok", "programs ok", "internet ok", "namespaces ok");
  }

  private Finding found(String name, Map<String, String> files) {
    return look(files).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Finding> look(Map<String, String> files) {
    Inquiry machine =
        ThisMachine.with(
            Map.of("HOME", directory.toString(), "PATH", "/usr/bin:/bin:/usr/sbin:/sbin"));
    return MachineLook.at(new HostProbe(ThisMachine.showing(machine, files)), directory);
  }
}
