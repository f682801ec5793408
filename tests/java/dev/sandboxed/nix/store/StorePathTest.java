package dev.sandboxed.nix.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StorePathTest {

  private static final String A = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-a";
  private static final String B = "/nix/store/zyxwvsrqpnmlkjihgfdcba9876543210-b-1.0+x_y=z?q";

  @ParameterizedTest
  @ValueSource(strings = {A, B, A + ".drv"})
  void acceptsWhatNixNamesItsPaths(String path) {
    assertThat(new StorePath(path)).hasToString(path);
    assertThat(StorePath.of(path)).contains(new StorePath(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/nix/store",
        "/nix/store/",
        A + "/bin",
        A + " ",
        A + "\n",
        " " + A,
        "/nix/store/0123456789abcdfghijklmnpqrsvwxyz",
        "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-",
        "/nix/store/0123456789abcdfghijklmnpqrsvwxy-short",
        "/nix/store/e123456789abcdfghijklmnpqrsvwxyz-no-e-in-a-hash",
        "/nix/store/0123456789ABCDFGHIJKLMNPQRSVWXYZ-upper",
        "/nix/store/.links",
        "/nix/store/../../etc/passwd",
        "/gnu/store/0123456789abcdfghijklmnpqrsvwxyz-a"
      })
  void refusesEverythingElse(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new StorePath(path));
    assertThat(StorePath.of(path)).isEmpty();
  }

  @Test
  void isFoundAroundAPathInsideIt() {
    assertThat(StorePath.containing(A + "/bin/tool")).contains(new StorePath(A));
    assertThat(StorePath.containing(A)).contains(new StorePath(A));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/usr/bin", "/nix/store", A + ":" + B, "/tmp" + A, "x" + A})
  void isNotFoundAroundAPathOutside(String path) {
    assertThat(StorePath.containing(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        A + ":" + B,
        "-I" + A + "/include -L" + B + "/lib",
        B + "/x:" + A + "/y:" + B + "/z",
        "{\"k\":\"" + A + "\"}\n'" + B + "'",
        "/usr/bin:/tmp" + A + "\0" + B + "/\u00e9",
        "file://" + A + "#$(" + B + ")"
      })
  void areFoundWhereverTextNamesThem(String text) {
    assertThat(StorePath.namedIn(text)).containsExactly(new StorePath(A), new StorePath(B));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/nix/store", "/nix/store:/nix/store/", "0123456789abcdfghijklmnpqrsvwxyz-a"})
  void areNotFoundInTextThatNamesNone(String text) {
    assertThat(StorePath.namedIn(text)).isEmpty();
  }
}
