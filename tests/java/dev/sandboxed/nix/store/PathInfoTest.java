package dev.sandboxed.nix.store;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathInfoTest {

  private static final String A = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-a";
  private static final String B = "/nix/store/zyxwvsrqpnmlkjihgfdcba9876543210-bbb";

  @Test
  void readsPathsAndTheirSizesWhateverTheColumnsAre() {
    assertThat(PathInfo.sizes(A + "  \t        304\n" + B + "\t5000000000\t\n"))
        .isEqualTo(Map.of(new StorePath(A), 304L, new StorePath(B), 5_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "oops", A, A + " 1.5G", A + " -1", A + "/bin 1", "/etc/passwd 1", A + " 1 2"})
  void refusesAnythingElse(String line) {
    assertThat(onlyProblemOf(() -> PathInfo.sizes(line + "\n")).code()).isEqualTo("nix.unreadable");
  }
}
