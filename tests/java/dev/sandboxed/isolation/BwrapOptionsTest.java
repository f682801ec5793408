package dev.sandboxed.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BwrapOptionsTest {

  @Test
  void theStrictestAreTheseWordsInThisOrder() {
    assertThat(BwrapOptions.of(List.of(Namespace.values()), false).words())
        .containsExactly(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup",
            "--unshare-net",
            "--disable-userns",
            "--assert-userns-disabled",
            "--die-with-parent",
            "--cap-drop",
            "ALL");
  }

  @Test
  void everySandboxHasAllNamespacesExceptTheNetworks() {
    assertThat(BwrapOptions.of(Namespace.OF_EVERY_SANDBOX, true).words())
        .containsExactly(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup",
            "--die-with-parent",
            "--cap-drop",
            "ALL");
  }

  @Test
  void whoRunsInsideAndWhatIsLeftToThemIsSaid() {
    BwrapOptions options =
        new BwrapOptions(
            List.of(),
            true,
            Optional.of(new BwrapOptions.Self(1000, 100, "box")),
            List.of("CAP_CHOWN", "CAP_KILL"));

    assertThat(String.join(" ", options.words()))
        .isEqualTo(
            "--uid 1000 --gid 100 --hostname box --die-with-parent --cap-drop ALL"
                + " --cap-add CAP_CHOWN --cap-add CAP_KILL");
  }
}
