package dev.sandboxed.host.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What forbids a sandbox is named, and what to do about it. */
class KernelPermissionsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 9, 0, ,               sysctl kernel.unprivileged_userns_clone=1",
    "1, 0, 0, ,               sysctl user.max_user_namespaces=65536",
    "1, 9, 1, ,               below /etc/apparmor.d",
    "1, 9, 0, /.dockerenv,    this is a container",
    "1, 9, 0, ,               see whether a sysctl",
    ",  ,  ,  ,               see whether a sysctl",
  })
  void theRemedyFitsTheReason(
      String unprivileged, String most, String appArmor, String container, String remedy) {
    KernelPermissions kernel =
        new KernelPermissions(
            Optional.ofNullable(unprivileged),
            Optional.ofNullable(most),
            Optional.ofNullable(appArmor),
            Optional.ofNullable(container).map(Path::of));

    assertThat(kernel.remedy()).contains(remedy);
  }

  @Test
  void ofUbuntusSettingOnlyOneValueRestricts() {
    assertThat(withAppArmor("1").isRestrictedByAppArmor()).isTrue();
    assertThat(withAppArmor("0").isRestrictedByAppArmor()).isFalse();
  }

  private static KernelPermissions withAppArmor(String value) {
    return new KernelPermissions(
        Optional.empty(), Optional.empty(), Optional.of(value), Optional.empty());
  }
}
