package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitConditionTest {

  private static final Path HOME = Path.of("/home/ana");
  private static final Path FILE = Path.of("/home/ana/.config/git/config");

  private final GitCondition atWork =
      new GitCondition(Optional.of(Path.of("/home/ana/work/Shop/.git")), HOME);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gitdir:~/work/",
        "gitdir:~/work/Shop/.git",
        "gitdir:~/*/Shop/",
        "gitdir:/home/ana/**/.git",
        "gitdir:/home/*/work/Sh?p/",
        "gitdir:work/",
        "gitdir:Shop/.git",
        "gitdir:**/Shop/**",
        "gitdir/i:~/WORK/shop/",
        "gitdir/i:/HOME/ana/work/",
      })
  void aConditionThatNamesThePlaceOfTheRepositoryHolds(String condition) {
    assertThat(atWork.holds(condition, FILE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gitdir:~/private/",
        "gitdir:~/work",
        "gitdir:~/work/shop/",
        "gitdir:/work/",
        "gitdir:ork/",
        "gitdir:~/*/.git",
        "gitdir/i:~/private/",
        "gitdir:",
        "onbranch:main",
        "onbranch:**",
        "hasconfig:remote.*.url:**",
        "something:else",
        "",
      })
  void noOtherConditionHolds(String condition) {
    assertThat(atWork.holds(condition, FILE)).isFalse();
  }

  @Test
  void aDotIsTheDirectoryOfTheFileItIsIn() {
    assertThat(atWork.holds("gitdir:./Shop/", Path.of("/home/ana/work/gitconfig"))).isTrue();
    assertThat(atWork.holds("gitdir:./Shop/", FILE)).isFalse();
  }

  @Test
  void withoutARepositoryNoConditionHolds() {
    assertThat(new GitCondition(Optional.empty(), HOME).holds("gitdir:**", FILE)).isFalse();
  }

  @Test
  void aHomeWithAWildcardInItsNameIsTakenLiterally() {
    GitCondition odd =
        new GitCondition(Optional.of(Path.of("/home/anna/shop/.git")), Path.of("/home/a*"));
    assertThat(odd.holds("gitdir:~/shop/", FILE)).isFalse();
  }
}
