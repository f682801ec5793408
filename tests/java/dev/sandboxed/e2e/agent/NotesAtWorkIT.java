package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Where;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real agents tell their models about the sandbox. */
class NotesAtWorkIT {

  private static final String NOTES = "/SANDBOX.md";
  private static final String RULE = "/etc/claude-code/.claude/rules/sandboxed.md";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "strict", "permissive", "web"})
  void claudeTellsItsModelWhateverTheProfile(String profile) {
    try (ModelStub model = MessagesApiStub.asking("cat " + NOTES)) {
      assertThat(claude(model, List.of("--profile", profile), List.of())).succeeded();
      assertToldOfThisSession(model, tierOf(profile));
    }
  }

  static Stream<List<String>> wordsOfTheirOwn() {
    return Stream.of(
        List.of("--append-system-prompt", "Speak softly."),
        List.of("--append-system-prompt-file", "softly.md"),
        List.of("--system-prompt", "Speak softly."));
  }

  @ParameterizedTest
  @MethodSource("wordsOfTheirOwn")
  void claudeAddsItToWhatThePersonSays(List<String> words) {
    assertThat(world.shell("echo 'Speak softly.' >softly.md")).succeeded();
    try (ModelStub model = MessagesApiStub.asking("cat " + NOTES)) {
      assertThat(claude(model, List.of(), words)).succeeded();
      assertThat(model.systemPrompt()).contains("Speak softly.");
      assertToldOfThisSession(model);
    }
  }

  @Test
  void claudeAddsItToTheProjectsAndThePersonsMemory() {
    RealAgent.claude().install(world, Where.SANDBOXED, "CLAUDE.md", "The person's memory.");
    assertThat(world.shell("echo \"The project's memory.\" >CLAUDE.md")).succeeded();
    try (ModelStub model = MessagesApiStub.asking("cat " + NOTES)) {
      assertThat(claude(model, List.of(), List.of())).succeeded();
      assertThat(model.context()).contains("The person's memory.", "The project's memory.");
      assertToldOfThisSession(model);
    }
  }

  @Test
  void claudeCannotChangeWhatTheNextOneIsTold() {
    String attack =
        """
        for file in /SANDBOX.md %s; do
          echo mine 2>/dev/null >$file && echo attack-wrote
          rm -f $file 2>/dev/null && echo attack-removed
        done
        mv /etc/claude-code /tmp 2>/dev/null && echo attack-moved
        rm -rf /etc/claude-code 2>/dev/null && echo all removed
        cat /SANDBOX.md && cmp /SANDBOX.md %s\
        """
            .formatted(RULE, RULE);
    try (ModelStub model = MessagesApiStub.asking(attack)) {
      assertThat(claude(model, List.of(), List.of())).succeeded();
      assertToldOfThisSession(model);
    }
    try (ModelStub model = MessagesApiStub.asking("cat " + NOTES)) {
      assertThat(claude(model, List.of(), List.of())).succeeded();
      assertToldOfThisSession(model);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RULE, "/etc/claude-code", "/etc/claude*", "/etc", "/etc/**"})
  void noRuleKeepsTheNotesFromClaude(String path) {
    try (ModelStub model = MessagesApiStub.asking("cat " + NOTES)) {
      assertThat(claude(model, List.of("--deny", path), List.of())).succeeded();
      assertToldOfThisSession(model);
    }
  }

  @Test
  void nothingStartsIfAGrantLeavesNoPlaceForThem() {
    RealAgent.claude().install(world);
    assertThat(Launch.quietly(world).with("--read", "/etc", "claude", "--version").outcome())
        .exitedWith(125)
        .errContains("nothing can be mounted at " + RULE + ", which is missing in /etc")
        .errContains("grant only the parts of /etc that are needed");
    assertThat(
            Launch.quietly(world).with("--read", "/etc/profile", "claude", "--version").outcome())
        .succeeded();
  }

  @Test
  void claudesOtherCommandsWorkAsUsual() {
    RealAgent.claude().install(world);
    assertThat(world.sandboxed("run", "--quiet", "claude", "mcp", "list"))
        .succeeded()
        .outContains("No MCP servers");
    assertThat(world.sandboxed("run", "--quiet", "claude", "--version")).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "strict", "permissive"})
  void geminiTellsItsModelWhateverTheProfile(String profile) {
    RealAgent.gemini().install(world, Where.SANDBOXED, "settings.json", GeminiAtWorkIT.SETTINGS);
    try (ModelStub model = GeminiApiStub.asking("cat " + NOTES)) {
      // strict would forget the settings.
      assertThat(gemini(model, "--profile", profile, "--state", "project")).succeeded();
      assertToldOfThisSession(model, tierOf(profile));
    }
  }

  @Test
  void geminiAddsItToThePersonsOwnContext() {
    RealAgent gemini = RealAgent.gemini();
    gemini.install(world, Where.SANDBOXED, "GEMINI.md", "The person's context.");
    gemini.install(
        world,
        Where.SANDBOXED,
        "settings.json",
        """
        {"security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": false}},
         "context": {"fileName": "AGENTS.md", "includeDirectories": ["/usr/share/doc"]}}
        """);
    assertThat(world.shell("echo \"The project's context.\" >AGENTS.md")).succeeded();
    try (ModelStub model = GeminiApiStub.asking("cat " + NOTES)) {
      assertThat(gemini(model)).succeeded();
      assertThat(model.systemPrompt() + model.context())
          .contains("The person's context.", "The project's context.", "/usr/share/doc");
      assertToldOfThisSession(model);
    }
  }

  @Test
  void geminiCannotChangeWhatTheNextOneIsTold() {
    RealAgent.gemini().install(world, Where.SANDBOXED, "settings.json", GeminiAtWorkIT.SETTINGS);
    String attack = "rm -rf /sandboxed /SANDBOX.md; echo mine >/sandboxed/GEMINI.md";
    for (String command : List.of(attack, "true")) {
      try (ModelStub model = GeminiApiStub.asking(command, "cat " + NOTES)) {
        assertThat(gemini(model)).succeeded();
        assertThat(model.context()).contains("- Masked: it reads").contains("\".env\"");
        assertThat(model.commandResults().get(1)).contains("- Masked: it reads");
      }
    }
  }

  private static String tierOf(String profile) {
    return profile.equals("strict") ? "allowlist" : "internet-only";
  }

  /** The last command of the session printed the notes, and the model was told the same. */
  private static void assertToldOfThisSession(ModelStub model) {
    assertToldOfThisSession(model, "internet-only");
  }

  private static void assertToldOfThisSession(ModelStub model, String tier) {
    String notes = model.commandResults().getLast();
    List<String> lines = notes.lines().filter(line -> line.startsWith("- ")).toList();
    assertThat(notes).contains("`" + tier + "`", "\"~/work/project\"", "\".env\"");
    assertThat(lines).hasSizeGreaterThanOrEqualTo(7);
    assertThat(model.context()).contains(lines);
    // Text that only a command printed was not told to the model.
    assertThat(notes).doesNotContain("attack-");
  }

  private Outcome claude(ModelStub model, List<String> options, List<String> words) {
    RealAgent.claude().install(world);
    Profiles.reach(world, model);
    world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return Launch.quietly(world)
        .with(options)
        .with("claude", "-p", "Please.", "--dangerously-skip-permissions")
        .with(words)
        .outcome();
  }

  private Outcome gemini(ModelStub model, String... options) {
    Profiles.reach(world, model);
    world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "the-key");
    return Launch.quietly(world)
        .with(options)
        .with("gemini", "-m", GeminiApiStub.MODEL, "--approval-mode=yolo", "-p", "Please.")
        .outcome();
  }
}
