package dev.sandboxed.git;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real git. */
class IncludeProbeTest {

  @TempDir Path temporary = Path.of("");

  private Path home = Path.of("");
  private Path shop = Path.of("");

  @BeforeEach
  void aHomeWithARepository() throws IOException {
    home = Disk.directory(temporary.toRealPath().resolve("home/ana"));
    shop = Disk.directory(home.resolve("work/shop"));
    Disk.directory(shop.resolve(".git"));
  }

  @Test
  void theFilesThatAreIncludedHereAreFoundWithTheOnesThatNameThem() {
    config(
        ".gitconfig",
        """
        [Include]
          path = .gitconfig-local
        [includeIf "gitdir:~/work/"]
          path = ~/.gitconfig-work
        [includeIf "gitdir:~/private/"]
          path = ~/.gitconfig-private
        [includeIf "onbranch:main"]
          path = ~/.gitconfig-private
        """);
    config(".gitconfig-local", "[user]\n\tname = Ana\n");
    config(".gitconfig-work", "[include]\n\tpath = \"work/more\"\n");
    config("work/more", "[user]\n\tname = Ana\n");
    config(".gitconfig-private", "[user]\n\tname = A.\n");

    assertThat(found())
        .containsExactly(
            "~/.gitconfig",
            "~/.gitconfig-local by ~/.gitconfig",
            "~/.gitconfig-work by ~/.gitconfig",
            "~/work/more by ~/.gitconfig-work");
  }

  @Test
  void whatIsMissingOrNotAFileIsLeftOut() {
    config(".gitconfig", "[include]\n\tpath = gone\n\tpath = work\n\tpath = there\n\tpath\n");
    config("there", "");
    // Git itself refuses a line without a value.
    assertThat(found()).containsExactly("~/.gitconfig");
    config(".gitconfig", "[include]\n\tpath = gone\n\tpath = work\n\tpath = there\n");
    assertThat(found()).containsExactly("~/.gitconfig", "~/there by ~/.gitconfig");
  }

  @Test
  void filesThatIncludeEachOtherAreFoundOnce() {
    config(".gitconfig", "[include]\n\tpath = other\n");
    config("other", "[include]\n\tpath = .gitconfig\n");
    assertThat(found())
        .containsExactly("~/.gitconfig", "~/other by ~/.gitconfig", "~/.gitconfig by ~/other");
  }

  @Test
  void aBrokenConfigurationIncludesNothing() {
    config(".gitconfig", "[include\npath = there\n");
    config("there", "");
    assertThat(found()).containsExactly("~/.gitconfig");
  }

  @Test
  void aFileInTheProjectIncludesNothing() {
    config(".gitconfig", "[include]\n\tpath = work/shop/gitconfig\n\tpath = link\n");
    config("work/shop/gitconfig", "[include]\n\tpath = ~/secret\n");
    Disk.link(home.resolve("link"), "work/shop/gitconfig");
    config("secret", "x");

    assertThat(found())
        .containsExactly(
            "~/.gitconfig", "~/work/shop/gitconfig by ~/.gitconfig", "~/link by ~/.gitconfig");
  }

  @Test
  void whatTheRepositoryItselfSaysDoesNotCount() {
    config(".gitconfig", "[includeIf \"gitdir:~/private/\"]\n\tpath = secret\n");
    config("secret", "x");
    Disk.directory(home.resolve("private/.git"));
    config("work/shop/.git/config", "[include]\n\tpath = ~/secret\n");
    assertThat(found()).containsExactly("~/.gitconfig");

    // The agent replaces the repository with another one, whose place the condition names.
    Disk.directory(home.resolve("work/other"));
    Disk.link(home.resolve("work/other/.git"), home.resolve("private/.git").toString());
    assertThat(found(home.resolve("work/other"), List.of())).containsExactly("~/.gitconfig");
    config("work/sly/.git", "gitdir: " + home.resolve("private/.git") + "\n");
    assertThat(found(home.resolve("work/sly"), List.of())).containsExactly("~/.gitconfig");
    // As in the repository itself.
    assertThat(found(home.resolve("private"), List.of()))
        .containsExactly("~/.gitconfig", "~/secret by ~/.gitconfig");
  }

  @Test
  void nothingIsStartedWhereNothingIsIncluded() throws IOException {
    Path mark = home.resolve("started");
    Path programs = Disk.directory(temporary.resolve("bin"));
    Disk.program(programs.resolve("git"), "#!/bin/sh\ntouch " + mark + "\n");
    config(".gitconfig", "[user]\n\tname = Ana\n");
    assertThat(found(shop, List.of(programs))).isEmpty();
    assertThat(mark).doesNotExist();

    Files.writeString(home.resolve(".gitconfig"), "[include]\n\tpath = there\n");
    assertThat(found(shop, List.of(programs))).containsExactly("~/.gitconfig");
    assertThat(mark).exists();
  }

  @Test
  void withoutGitNothingIsFound() {
    config(".gitconfig", "[include]\n\tpath = there\n");
    config("there", "");
    assertThat(found(shop, List.of(Disk.directory(temporary.resolve("empty")))))
        .containsExactly("~/.gitconfig");
  }

  @Test
  void theWayThroughSymlinksIsReportedLinkByLink() {
    Disk.link(home.resolve(".gitconfig"), "dotfiles/gitconfig");
    Disk.link(home.resolve("dotfiles"), "work/dotfiles");
    config("work/dotfiles/gitconfig", "[include]\n\tpath = there\n");

    assertThat(probe(shop, List.of()))
        .containsExactly(
            new GitFile(
                home.resolve(".gitconfig"),
                Optional.empty(),
                List.of(
                    home.resolve(".gitconfig"),
                    home.resolve("dotfiles/gitconfig"),
                    home.resolve("work/dotfiles/gitconfig"))));
  }

  private void config(String name, String text) {
    Disk.file(home.resolve(name), text);
  }

  private List<String> found() {
    return found(shop, List.of());
  }

  private List<String> found(Path project, List<Path> programs) {
    return probe(project, programs).stream()
        .map(file ->
            "~/"
                + home.relativize(file.path())
                + file.includedBy().map(by -> " by ~/" + home.relativize(by)).orElse(""))
        .toList();
  }

  private List<GitFile> probe(Path project, List<Path> programs) {
    String path = programs.isEmpty() ? "/usr/bin:/bin" : programs.getFirst().toString();
    return IncludeProbe.probe(
            Programs.on(ThisMachine.INQUIRY, path),
            home,
            List.of(home.resolve(".config/git/config"), home.resolve(".gitconfig")),
            project,
            Optional.of(project.resolve(".git"))
                .filter(git -> Files.isDirectory(git, NOFOLLOW_LINKS)))
        .files();
  }
}
