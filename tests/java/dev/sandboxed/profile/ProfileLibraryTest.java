package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileLibrary.Listing;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileLibraryTest {

  private final TextsInMemory files =
      new TextsInMemory()
          .with("/builtin/default.toml", "description = 'the base'")
          .with("/builtin/strict.toml", "extends = 'default'\ndescription = 'more'")
          .with("/builtin/agents/claude.toml", "description = 'Claude'\ncommand = ['claude']");

  private final ProfileLibrary library =
      new ProfileLibrary(
          List.of(
              new ProfileDirectory("yours", "/user"),
              new ProfileDirectory("system", "/system"),
              new ProfileDirectory("built-in", "/builtin")),
          files);

  @Test
  void aChainStartsWithItsBase() {
    files.with("/user/mine.toml", "extends = 'strict'");

    assertThat(chain("mine"))
        .containsExactly("/builtin/default.toml", "/builtin/strict.toml", "/user/mine.toml");
  }

  @Test
  void theFirstShelfThatHasANameWins() {
    files.with("/system/strict.toml", "description = 'of the system'");
    assertThat(chain("strict")).containsExactly("/system/strict.toml");

    files.with("/user/strict.toml", "description = 'of the person'");
    assertThat(chain("strict")).containsExactly("/user/strict.toml");
  }

  @Test
  void aProfileThatExtendsItsOwnNameMeansTheOneOnTheNextShelf() {
    files.with("/user/default.toml", "extends = 'default'");
    assertThat(chain("default")).containsExactly("/builtin/default.toml", "/user/default.toml");

    files.with("/system/default.toml", "extends = 'default'");
    assertThat(chain("default"))
        .containsExactly("/builtin/default.toml", "/system/default.toml", "/user/default.toml");
  }

  @Test
  void aPersonsDefaultIsAlsoBelowTheBuiltInProfiles() {
    files.with("/user/default.toml", "extends = 'default'");

    assertThat(chain("strict"))
        .containsExactly("/builtin/default.toml", "/user/default.toml", "/builtin/strict.toml");
  }

  @Test
  void aPersonsDefaultMayExtendAProfileThatExtendsTheBuiltInDefault() {
    files.with("/user/default.toml", "extends = 'strict'");

    assertThat(chain("default"))
        .containsExactly("/builtin/default.toml", "/builtin/strict.toml", "/user/default.toml");
  }

  @Test
  void aCycleIsShownWithTheLineThatClosesIt() {
    files
        .with("/user/a.toml", "description = 'a'\nextends = 'b'")
        .with("/user/b.toml", "extends = 'c'")
        .with("/user/c.toml", "\n\nextends   = 'b'");

    assertFails(
        () -> library.profileChain("a"),
        """
        /user/c.toml:3:13: the profiles extend each other in a circle: b -> c -> b
          remove one extends; a name that is already in the chain means the profile of that name \
        in the next directory, and there is none\
        """);
  }

  @Test
  void aProfileThatExtendsItselfIsACycle() {
    files.with("/user/a.toml", "extends = 'a'");

    assertThatThrownBy(() -> library.profileChain("a"))
        .hasMessageContaining("/user/a.toml:1:11: ")
        .hasMessageContaining("in a circle: a -> a");
  }

  @Test
  void anUnknownProfileIsReportedWithEveryPlaceThatWasSearched() {
    assertFails(
        () -> library.profileChain("strct"),
        """
        there is no profile "strct"
          did you mean "strict"?
          there are: default, strict
          looked for /user/strct.toml
          looked for /system/strct.toml
          looked for /builtin/strct.toml\
        """);
  }

  @Test
  void anUnknownParentIsReportedWhereItIsNamedWithTheOtherProblemsOfTheFile() {
    files.with("/user/mine.toml", "extends = 'nobody'\nx = 1");

    assertFails(
        () -> library.profileChain("mine"),
        """
        /user/mine.toml:2:1: unknown key "x" at the top level
          allowed: extends, description, [network], [credentials], [filesystem], [environment], [sockets], [devices], \
        [packages], [devshell], [auth], [state], [audit], [observe], [kernel], [limits], [ide], [project]
        /user/mine.toml:1:11: there is no profile "nobody"
          there are: default, mine, strict
          looked for /user/nobody.toml
          looked for /system/nobody.toml
          looked for /builtin/nobody.toml\
        """);
  }

  @Test
  void theProblemsOfEveryFileOfTheChainAreReportedTogether() {
    files
        .with("/user/a.toml", "extends = 'b'\n[network]\ntier = 1")
        .with("/user/b.toml", "extends = 'c'\n[network]\ntier = 2")
        .withUnreadable("/user/c.toml");

    assertFails(
        () -> library.profileChain("a"),
        """
        /user/a.toml:3:8: "tier" must be a string, not an integer
          write it in quotes: "1"
        /user/b.toml:3:8: "tier" must be a string, not an integer
          write it in quotes: "2"
        /user/c.toml cannot be read\
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../default", "/etc/passwd", "", ".", "a/b", "Default", "-x", "a\nb", "a.toml"})
  void whatIsNotANameNeverBecomesAPath(String name) {
    assertThatThrownBy(() -> library.profileChain(name))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("is not a name of a profile or an agent\n  a name is made of a-z");
    assertThatThrownBy(() -> library.agent(name)).isInstanceOf(UserFailure.class);
  }

  @Test
  void aNameHasAtMost64Characters() {
    files.with("/user/" + "x".repeat(64) + ".toml", "description = 'long'");

    assertThat(chain("x".repeat(64))).hasSize(1);
    assertThatThrownBy(() -> library.profileChain("x".repeat(65)))
        .hasMessageContaining("is not a name");
  }

  @Test
  void everyProfileIsListedWithItsShelf() {
    files
        .with("/user/strict.toml", "description = 'mine'")
        .with("/user/broken.toml", "x = 1")
        .withUnreadable("/system/closed.toml")
        .with("/user/README.md", "")
        .with("/user/No Name.toml", "");

    assertThat(library.profiles())
        .extracting(listing ->
            String.join(
                " ",
                listing.shelf().title(),
                listing.file(),
                listing.description(),
                listing.shadowed() ? "shadowed" : "",
                listing.problems().isEmpty() ? "" : listing.problems().getFirst().code()))
        .containsExactly(
            "yours /user/broken.toml   profile.unknown-key",
            "yours /user/strict.toml mine  ",
            "system /system/closed.toml   host.unreadable",
            "built-in /builtin/default.toml the base  ",
            "built-in /builtin/strict.toml more shadowed ");
  }

  @Test
  void anAgentIsLookedUpOnTheSameShelves() {
    assertThat(library.agent("claude").file()).isEqualTo("/builtin/agents/claude.toml");

    files.with("/user/agents/claude.toml", "command = ['my-claude']");
    assertThat(library.agent("claude").file()).isEqualTo("/user/agents/claude.toml");
    assertThat(library.agents())
        .extracting(Listing::file, Listing::shadowed)
        .containsExactly(
            tuple("/user/agents/claude.toml", false), tuple("/builtin/agents/claude.toml", true));
  }

  @Test
  void whatSteersAnyAgentIsGuardedWhoeverShadowsItAndWhateverElseIsBroken() {
    files.with("/builtin/agents/claude.toml", "command = ['claude']\nsteered_by = ['CLAUDE_*']");
    files.with("/user/agents/claude.toml", "command = ['my-claude']");
    files.with("/user/agents/codex.toml", "command = ['codex']\nsteered_by = ['CODEX_*']");
    files.with("/user/agents/broken.toml", "command = 1\nsteered_by = ['BROKEN_*']");

    assertThat(library.steering()).containsExactly("CLAUDE_*", "CODEX_*");
  }

  @Test
  void anUnknownAgentIsReportedWithEveryPlaceThatWasSearched() {
    assertFails(
        () -> library.agent("claud"),
        """
        there is no agent "claud"
          did you mean "claude"?
          there are: claude
          looked for /user/agents/claud.toml
          looked for /system/agents/claud.toml
          looked for /builtin/agents/claud.toml\
        """);
  }

  @Test
  void theProblemsOfAnAgentAreReportedTogether() {
    files.with("/user/agents/mine.toml", "command = 1\nx = 2");

    assertThatThrownBy(() -> library.agent("mine"))
        .hasMessageContaining("/user/agents/mine.toml:1:11: ")
        .hasMessageContaining("/user/agents/mine.toml:2:1: ");
  }

  private List<String> chain(String name) {
    return library.profileChain(name).stream().map(Profile::file).toList();
  }

  private static void assertFails(ThrowingCallable action, String said) {
    assertThatThrownBy(action).isInstanceOf(UserFailure.class).hasMessage(said);
  }
}
