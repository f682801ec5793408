package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.git.GitFile;
import dev.sandboxed.policy.Resolved;
import dev.sandboxed.policy.ResolvedPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitIncludesTest {

  private static final String ROOT = "/home/ana/.gitconfig";
  private static final String WORK = "/home/ana/.gitconfig-work";

  private final Machine machine = Machine.withUsr();
  private final FileTree files = machine.files().with(ROOT, WORK, "/home/ana/.ssh/id_rsa");

  @Test
  void anIncludedFileComesAlongReadOnlyAndSaysWhy() {
    machine.git(root(), included(WORK, ROOT));

    assertThat(policy(layer("a").read("~/.gitconfig")).filesystem().grants())
        .filteredOn(grant -> grant.path().equals(Path.of(WORK)))
        .singleElement()
        .satisfies(grant -> assertThat(Resolved.text(grant)).isEqualTo("READ " + WORK))
        .satisfies(
            grant -> assertThat(grant.origin().describe()).isEqualTo("included by ~/.gitconfig"));
  }

  @Test
  void soDoesWhatThatOneIncludes() {
    machine.git(root(), included(WORK, ROOT), included("/data/team", WORK));
    files.with("/data/team");

    assertThat(shown(layer("a").read("~/.gitconfig"))).contains("READ " + WORK, "READ /data/team");
  }

  @Test
  void whatAnAgentCouldWriteInAnEarlierSessionIncludesNothing() {
    machine.git(root(), included(WORK, ROOT), included("/data/team", WORK));
    files.with("/data/team").written(WORK);

    assertThat(shown(layer("a").read("~/.gitconfig")))
        .contains("READ " + WORK)
        .doesNotContain("READ /data/team");
  }

  @Test
  void withoutTheFileThatNamesItItDoesNot() {
    machine.git(root(), included(WORK, ROOT));

    assertThat(shown(layer("a"))).doesNotContain("READ " + WORK);
    assertThat(shown(layer("a").read("~/.gitconfig"), layer("b").deny("~/.gitconfig")))
        .doesNotContain("READ " + WORK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~/.gitconfig-work", "~/.gitconfig-*", "~/dotfiles/work", "~/dotfiles"})
  void whatAProfileDeniesStaysOut(String denied) {
    FileTree linked =
        machine.files().with(ROOT, "/home/ana/dotfiles/work", WORK + " -> dotfiles/work");
    machine.git(root(), included(WORK, ROOT, WORK, "/home/ana/dotfiles/work"));

    assertThat(grants(linked, layer("a").read("~/.gitconfig")))
        .contains("READ " + WORK + " from /home/ana/dotfiles/work");
    assertThat(grants(linked, layer("a").read("~/.gitconfig").deny(denied)))
        .noneMatch(grant -> grant.startsWith("READ") && grant.contains("work "));
  }

  @Test
  void aLaterLayersWordOnTheFileItselfCounts() {
    machine.git(root(), included(WORK, ROOT));

    assertThat(shown(layer("a").read("~/.gitconfig").write("~/.gitconfig-work")))
        .contains("WRITE " + WORK)
        .doesNotContain("READ " + WORK);
  }

  @Test
  void aFileThatTheAgentCanWriteIncludesNothing() {
    String shared = "/home/ana/shared/gitconfig";
    files.with(shared);
    machine.git(root(), included(shared, ROOT), included("/home/ana/.ssh/id_rsa", shared));

    assertThat(shown(layer("a").read("~/.gitconfig"))).contains("READ /home/ana/.ssh/id_rsa");
    assertThat(shown(layer("a").read("~/.gitconfig").write("~/shared")))
        .noneMatch(grant -> grant.contains(".ssh"));
  }

  @Test
  void gitsOwnFileIncludesNothingEitherWhereTheAgentCanWriteIt() {
    machine.git(root(), included(WORK, ROOT));

    assertThat(shown(layer("a").write("~/.gitconfig"))).doesNotContain("READ " + WORK);
  }

  @Test
  void aFileOfTheProjectIncludesNothingEvenWhereTheProjectIsReadOnly() {
    String inside = "/home/ana/work/shop/gitconfig";
    files.with(inside);
    machine.git(root(), included(inside, ROOT), included("/home/ana/.ssh/id_rsa", inside));

    assertThat(shown(layer("a").read("~/.gitconfig")))
        .noneMatch(grant -> grant.contains(".ssh"))
        // It stays as writable as the rest.
        .noneMatch(grant -> grant.contains(inside));
    assertThat(shown(layer("a").read("~/.gitconfig").read(".")))
        .noneMatch(grant -> grant.contains(".ssh"));
  }

  @Test
  void aSymlinkInTheProjectLeadsNowhere() {
    String link = "/home/ana/work/shop/link";
    files.with(link + " -> ../../.ssh/id_rsa", WORK + " -> work/shop/link");
    machine.git(
        root(),
        included(link, ROOT, link, "/home/ana/.ssh/id_rsa"),
        included(WORK, ROOT, WORK, link, "/home/ana/.ssh/id_rsa"));

    assertThat(shown(layer("a").read("~/.gitconfig"))).noneMatch(grant -> grant.contains(".ssh"));
  }

  @Test
  void aLinkThatHasBeenTurnedSinceLeadsNowhere() {
    files.with(WORK + " -> .ssh/id_rsa");
    machine.git(root(), included(WORK, ROOT, WORK, "/home/ana/dotfiles/work"));

    assertThat(shown(layer("a").read("~/.gitconfig"))).noneMatch(grant -> grant.contains(".ssh"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/ana/.local/state/sandboxed/instances/secret",
        "/etc/shadow",
        "/proc/self/environ",
        "/home/ana/directory/"
      })
  void whatNoSandboxMayHaveIsLeftOutWithoutAFailure(String file) {
    files.with(file);
    String path = Path.of(file).toString();
    machine.git(root(), included(path, ROOT));

    assertThat(shown(layer("a").read("~/.gitconfig"))).noneMatch(grant -> grant.contains(path));
  }

  @Test
  void whatIsVisibleAnywayNeedsNoMountOfItsOwn() {
    String root = "/home/ana/.config/git/config";
    files.with(root, "/home/ana/.config/git/work");
    machine.git(
        new GitFile(Path.of(root), Optional.empty(), List.of(Path.of(root))),
        included("/home/ana/.config/git/work", root),
        included(WORK, "/home/ana/.config/git/work"));

    assertThat(shown(layer("a").read("~/.config/git")))
        .contains("READ /home/ana/.config/git", "READ " + WORK)
        .doesNotContain("READ /home/ana/.config/git/work");
  }

  @Test
  void theStorePathsOfIncludedFilesComeAlong() {
    String store = "/nix/store/0c0i6k8pbhmc7sxn4cr3pb4ab2qhvpxk-hm_gitconfig";
    files.with(store, WORK + " -> " + store);
    machine.git(root(), included(WORK, ROOT, WORK, store));

    assertThat(policy(layer("a").read("~/.gitconfig")).storeRoots())
        .extracting(root -> root.path().toString())
        .containsExactly(store);
    assertThat(policy(layer("a").read("~/.gitconfig").deny(WORK)).storeRoots()).isEmpty();
  }

  private static GitFile root() {
    return new GitFile(Path.of(ROOT), Optional.empty(), List.of(Path.of(ROOT)));
  }

  private static GitFile included(String path, String by) {
    return included(path, by, path);
  }

  private static GitFile included(String path, String by, String... way) {
    return new GitFile(
        Path.of(path), Optional.of(Path.of(by)), Stream.of(way).map(Path::of).toList());
  }

  private ResolvedPolicy policy(Layers... layers) {
    return Resolved.policy(machine, files, layers);
  }

  private List<String> shown(Layers... layers) {
    return grants(files, layers);
  }

  private List<String> grants(FileTree tree, Layers... layers) {
    return Resolved.policy(machine, tree, layers).filesystem().grants().stream()
        .map(Resolved::text)
        .toList();
  }
}
