package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldMountsTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path PROJECT = Path.of("/home/ana/work/shop");

  private static List<String> words(MountStep... steps) {
    return HeldMounts.words(new Plans().mounts(steps).built());
  }

  private static MountStep writable(Path path) {
    return new MountStep.WritableBind(path, path, TEST);
  }

  private static MountStep readOnly(Path path) {
    return new MountStep.ReadOnlyBind(path, path, TEST);
  }

  @Test
  void masksAndReadOnlyPlacesInAWritableOneAreHeld() {
    Path git = PROJECT.resolve(".git");
    assertThat(
            words(
                writable(PROJECT),
                new MountStep.MaskedFile(PROJECT.resolve(".env"), false, TEST),
                new MountStep.Anchor(git, git, TEST),
                readOnly(git.resolve("config")),
                new MountStep.MaskedDirectory(PROJECT.resolve("vault"), false, TEST)))
        .containsExactly(
            "masked",
            PROJECT + "/.env",
            ".env",
            "protected",
            PROJECT + "/.git/config",
            ".git/config",
            "masked",
            PROJECT + "/vault",
            "vault");
  }

  @Test
  void aMaskInAReadOnlyPlaceIsHeld() {
    Path notes = Path.of("/home/ana/notes");
    assertThat(words(readOnly(notes), new MountStep.MaskedFile(notes.resolve("key"), false, TEST)))
        .containsExactly("masked", "/home/ana/notes/key", "~/notes/key");
  }

  /** The host cannot replace what is not its own. */
  @Test
  void whatLiesInTheSandboxsOwnDirectoriesIsNot() {
    Path home = Path.of("/home/ana");
    assertThat(
            words(
                new MountStep.Tmpfs(home, 0700, TEST),
                readOnly(home.resolve(".gitconfig")),
                new MountStep.MaskedFile(home.resolve("x"), false, TEST),
                readOnly(PROJECT),
                readOnly(PROJECT.resolve("sub")),
                writable(PROJECT.resolve("out"))))
        .isEmpty();
  }

  @Test
  void whatIsMountedFromThisHostIsBoundToItsPlace() {
    Path sub = PROJECT.resolve("sub");
    Path home = Path.of("/home/ana");
    assertThat(
            HeldMounts.bound(
                new Plans()
                    .mounts(
                        readOnly(Path.of("/usr")),
                        readOnly(home.resolve(".gitconfig")),
                        readOnly(Path.of("/nix/store/abc-hello")),
                        new MountStep.WritableBind(
                            home.resolve(".state"), home.resolve(".claude"), TEST),
                        writable(PROJECT),
                        new MountStep.Anchor(sub, sub, TEST),
                        new MountStep.MaskedFile(sub.resolve(".env"), false, TEST),
                        readOnly(PROJECT.resolve("a b")))
                    .built()))
        .containsExactly(
            "/usr", home + "/.gitconfig", PROJECT.toString(), sub.toString(), PROJECT + "/a\\040b");
  }

  @Test
  void namesAreAsTheKernelListsThem() {
    assertThat(
            words(
                writable(PROJECT),
                new MountStep.MaskedFile(PROJECT.resolve("a b\tc\nd\\e"), false, TEST)))
        .containsExactly("masked", PROJECT + "/a\\040b\\011c\\012d\\134e", "a b?c?d\\e");
  }
}
