package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees who asks for help or mistypes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelpIT {

  private static final String ESCAPE = "\u001b[";

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @AfterAll
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "explain",
        "check",
        "profiles",
        "profiles list",
        "profiles show",
        "profiles new",
        "profiles check",
        "profiles edit",
        "profiles diff",
        "profiles schema",
        "profiles import",
        "profiles import srt",
        "profiles import claude-code",
        "profiles import devcontainer",
        "agents",
        "agents list",
        "agents update",
        "allow",
        "snapshots",
        "changes",
        "apply",
        "undo",
        "discard",
        "sessions",
        "grant",
        "watch",
        "denials",
        "learn",
        "mcp",
        "mcp wrap",
        "mcp unwrap",
        "export",
        "export oci",
        "audit",
        "gc",
        "completion",
        "man",
      })
  void theHelpOfEveryCommandFitsATerminal(String command) {
    assertThat(help(command).lines()).hasSizeBetween(3, 23).allMatch(line -> line.length() <= 80);
  }

  @Test
  void noCommandIsForgottenHere() {
    assertThat(
            help("")
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .takeWhile(line -> !line.isEmpty()))
        .filteredOn(line -> line.matches("  \\S.*"))
        .flatExtracting(line -> List.of(line.strip().replaceFirst("  .*", "").split(", ", -1)))
        .containsExactlyInAnyOrder(
            "help",
            "run",
            "explain",
            "check",
            "profiles",
            "agents",
            "allow",
            "snapshots",
            "changes",
            "apply",
            "undo",
            "discard",
            "sessions",
            "grant",
            "watch",
            "denials",
            "learn",
            "mcp",
            "export",
            "audit",
            "gc",
            "completion",
            "man");
  }

  @Test
  void theHelpOfRunFitsTwoAndSaysWhereTheRestIs() {
    assertThat(help("run").lines()).hasSizeBetween(20, 52).allMatch(line -> line.length() <= 80);
    assertThat(help("run")).contains("docs/profile.md");
  }

  @Test
  void everyCommandIsInTheHelp() {
    assertThat(help("")).contains("run ", "explain ", "profiles ", "completion, man ");
    assertThat(world.sandboxed("help", "profiles")).succeeded().outIs(help("profiles").strip());
    assertThat(world.sandboxed("--version")).succeeded().outContains("sandboxed 0.");
  }

  @ParameterizedTest
  @CsvSource({
    "prfiles,          did you mean profiles?",
    "explian claude,   did you mean explain?",
    "profiles shwo x,  did you mean show?",
    "--versoin,        did you mean --version?",
    "cluade,           did you mean claude?",
    "man page,         one word too many",
  })
  void aMistypedCommandIsNotGuessedAt(String words, String hint) {
    assertThat(world.sandboxed(words.split(" "))).exitedWith(125).outIs("").errContains(hint);
  }

  @Test
  void colourIsForTerminalsAndNotForThoseWhoWantNone() {
    String colours = "sandboxed prfiles 2>&1 | cat -v; sandboxed --help | cat -v";
    assertThat(world.shell(colours)).outContains("profiles").outLacks("^[");
    // A terminal turns escape sequences into attributes on the screen; script(1) keeps them.
    String recorded = "script -qec 'sandboxed prfiles; sandboxed --help' /dev/null </dev/null";
    assertThat(world.shell(recorded).out()).contains(ESCAPE + "1m");
    assertThat(world.shell("NO_COLOR=1 " + recorded))
        .outContains("did you mean profiles?")
        .outLacks(ESCAPE);
    assertThat(world.shell("TERM=dumb " + recorded)).outLacks(ESCAPE);
  }

  private String help(String command) {
    List<String> words =
        new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
    words.add("--help");
    Outcome outcome = world.sandboxed(words.toArray(String[]::new));
    assertThat(outcome).succeeded().errIsEmpty();
    return outcome.out();
  }
}
