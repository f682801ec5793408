package dev.sandboxed.nix.source;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines from strace 6.1, with the texts as strace writes them. */
final class ReadTraceTest {

  private static final String STORE = "/nix/store/00000000000000000000000000000000-source";
  private static final String START =
      "7 execve(\"/usr/bin/nix\", [\"nix\", \"S\"], 0x7f /* 8 vars */) = 0\n";

  // Text in quotes or in angle brackets.
  private static final Pattern TEXT =
      Pattern.compile("(?<=[\"<])(/[^\">]*|[a-z.][^\">, ]*)(?=[\">])");

  @TempDir private Path directory;

  private Optional<ReadSet> read(String lines) throws IOException {
    String trace = lines.replace("S", STORE);
    Path file = directory.resolve("trace");
    Files.writeString(file, TEXT.matcher(trace).replaceAll(match -> hex(match.group())));
    return ReadTrace.read(file, List.of(Path.of(STORE), Path.of("/sandboxed/source")));
  }

  private static String hex(String text) {
    StringBuilder hex = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hex.append("\\\\x%02x".formatted(one));
    }
    return hex.toString();
  }

  private ReadSet looks(String lines) throws IOException {
    return read(START + lines).orElseThrow();
  }

  @Test
  void whatWasLookedAtIsALookWhetherItExistsOrNot() throws IOException {
    ReadSet looks =
        looks(
            """
            7 newfstatat(AT_FDCWD</tmp>, "S/a.nix", {st_mode=X, ...}, AT_SYMLINK_NOFOLLOW) = 0
            7 newfstatat(AT_FDCWD</tmp>, "S//flake.lock", 0x7f, AT_SYMLINK_NOFOLLOW) = -1 ENOENT (No such file or directory)
            8 readlink("S/link", "/secret", 4096) = 7
            7 openat(AT_FDCWD</tmp>, "/etc/passwd", O_RDONLY) = 3</etc/passwd>
            7 statx(AT_FDCWD, "S", AT_STATX_SYNC_AS_STAT, STATX_ALL, {X}) = 0
            7 stat("S-other/x", {X}) = 0
            """);

    assertThat(looks.paths()).containsExactly(".", "a.nix", "flake.lock", "link");
    assertThat(looks.listed()).isEmpty();
  }

  @Test
  void whatWasOpenedMayHaveBeenListed() throws IOException {
    ReadSet looks =
        looks(
            """
            7 openat(AT_FDCWD</tmp>, "S/dir", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY) = 4<S/dir>
            7 openat(4<S/dir>, "inner", O_RDONLY|O_DIRECTORY <unfinished ...>
            7 openat(4<S>, "passed", O_PATH|O_DIRECTORY) = 5<S/passed>
            7 openat(9</sandboxed/source/dir>(deleted), "../other", O_RDONLY) = 5</x>
            7 newfstatat(4<S/by-descriptor>, "", {X}, AT_EMPTY_PATH) = 0
            """);

    assertThat(looks.listed()).containsExactly("dir", "dir/inner", "other");
    assertThat(looks.paths()).contains("passed", "dir", "dir/inner");
  }

  @Test
  void aNameCanHoldAnything() throws IOException {
    assertThat(
            looks("7 stat(\"S/a b, é\", {X}) = 0\n7 access(\"S/, O_PATH)\", R_OK) = 0\n").paths())
        .containsExactly(", O_PATH)", "a b, é");
  }

  @Test
  void otherLinesSayNothing() throws IOException {
    assertThat(
            looks(
                    """
                    7 <... openat resumed>) = 4<S/x>
                    7 --- SIGCHLD {si_signo=SIGCHLD} ---
                    7 getcwd("/tmp", 4096) = 5
                    7 +++ exited with 0 +++
                    """)
                .paths())
        .isEmpty();
  }

  @Test
  void withoutASingleCallNothingWasTraced() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("7 +++ exited with 1 +++\n")).isEmpty();
  }

  @Test
  void aLookThatCannotBeReadIsNotIgnored() throws IOException {
    assertThat(onlyProblemOf(() -> looks("7 openat3(0x3, {how}, \"S/x\") = 4\n")).code())
        .isEqualTo("devshell.unreadable-trace");
    assertThat(onlyProblemOf(() -> looks("7 stat(\"S/cut\"..., {X}) = 0\n")).code())
        .isEqualTo("devshell.unreadable-trace");
  }
}
