package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each project has its own state of the agent. */
class InstancesIT {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final HostWorld world = HostWorld.create();
  private final Path instances = world.home().resolve(".local/state/sandboxed/instances");

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void twoProjectsKeepTheirOwnHistoriesAndShareOneLogin() throws IOException {
    RealAgent.claude().install(world);
    assertThat(
            world.shell(
                "mkdir ~/.claude && printf %s \"$1\" >~/.claude/.credentials.json",
                LoginIT.token(Instant.now().plus(Duration.ofDays(1)))))
        .succeeded();
    try (MessagesApiStub model = MessagesApiStub.asking("pwd")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl());
      Running one = start(world.project(), "Concerning the first.");
      Running two = start(world.otherProject(), "Concerning the second.");
      assertThat(one.finish()).succeeded().outIs(ModelStub.FAREWELL);
      assertThat(two.finish()).succeeded().outIs(ModelStub.FAREWELL);
      assertThat(model.requests())
          .filteredOn(request -> request.path().equals("/v1/messages"))
          .extracting(LoopbackServer.Request::apiKey)
          .containsOnly("sk-ant-oat01-token-of-a-test");
    }
    String first = String.join("\n", history(world.project()));
    String second = String.join("\n", history(world.otherProject()));
    assertThat(first).contains("Concerning the first.").doesNotContain("Concerning the second.");
    assertThat(second).contains("Concerning the second.").doesNotContain("Concerning the first.");
    assertThat(world.shell("ls -A ~/.claude")).outIs(".credentials.json");
  }

  @Test
  void twoSessionsOfOneProjectAtOnceLoseNothing() throws IOException {
    RealAgent.claude().install(world);
    // Each waits until the other is at work too.
    String meet = "mktemp met.XXXXXX; until test -e \"$(ls met.* | sed 1d)\"; do sleep 0.1; done";
    try (MessagesApiStub model = MessagesApiStub.asking(meet, "echo together")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      Running one = start(world.project(), "Said by the first.");
      Running two = start(world.project(), "Said by the second.");
      assertThat(one.finish()).succeeded().outIs(ModelStub.FAREWELL).errIsEmpty();
      assertThat(two.finish()).succeeded().outIs(ModelStub.FAREWELL).errIsEmpty();
    }
    List<String> lines = history(world.project());
    for (String line : lines) {
      assertThat(JSON.readTree(line).isObject()).as(line).isTrue();
    }
    assertThat(String.join("\n", lines)).contains("Said by the first.", "Said by the second.");
    JsonNode state = JSON.readTree(instance(world.project()).resolve(".claude.json").toFile());
    assertThat(state.path("hasCompletedOnboarding").asBoolean()).as(state.toString()).isTrue();
    assertThat(state.has("firstStartVersion")).as(state.toString()).isTrue();
  }

  @Test
  void theScopeSaysWhoSharesTheState() {
    AgentScript agent = AgentScript.installed(world);
    String file = "~/.claude/note";
    assertThat(agent.run("echo of-the-project >" + file)).succeeded();
    assertThat(agent.run("echo of-all >" + file, "--state=shared")).succeeded();
    assertThat(agent.run("cat " + file + "; echo of-none >" + file, "--state=ephemeral"))
        .succeeded()
        .outIs("");
    assertThat(agent.run("cat " + file)).outIs("of-the-project");
    assertThat(agent.runIn(world.otherProject(), "cat " + file)).exitedWith(1).outIs("");
    assertThat(agent.runIn(world.otherProject(), "cat " + file, "--state=shared")).outIs("of-all");
    assertThat(agent.run("test -e " + file, "--state=ephemeral")).exitedWith(1);
  }

  @Test
  @Flips(profile = "state.scope")
  void aProfileSaysTheScope() {
    AgentScript agent = AgentScript.installed(world);
    for (String scope : List.of("project", "shared", "ephemeral")) {
      Profiles.write(world, scope, "extends = 'default'\nstate.scope = '" + scope + "'\n");
      assertThat(agent.run("echo of-" + scope + " >~/.claude/note", "--profile=" + scope))
          .succeeded();
    }
    String look = "cat ~/.claude/note";
    assertThat(agent.run(look, "--profile=project")).outIs("of-project");
    assertThat(agent.runIn(world.otherProject(), look, "--profile=shared")).outIs("of-shared");
    assertThat(agent.run(look, "--profile=ephemeral")).exitedWith(1);
  }

  @Test
  void whatThePersonHasAnsweredOnTheHostIsNotAskedAgain() {
    RealAgent.claude().install(world);
    String key = "key-of-more-than-twenty-characters";
    assertThat(
            world.shell(
                "printf %s \"$1\" >~/.claude.json",
                """
                {"theme": "light", "userID": "a-secret-of-the-host",
                 "customApiKeyResponses": {"approved": ["%s"], "rejected": []},
                 "projects": {"%s": {"hasTrustDialogAccepted": true, "history": ["private"]}}}
                """
                    .formatted(key.substring(key.length() - 20), world.project())))
        .succeeded();
    try (ModelStub model = MessagesApiStub.asking()) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", key);
      world.install("sandboxed", Checkout.program("sandboxed"));
      try (Terminal terminal = Terminal.bash(world)) {
        terminal.enter("sandboxed run --quiet claude").waitUntilShows("❯");
        terminal.enter("hello").waitUntilShows(ModelStub.FAREWELL);
      }
    }
    assertThat(world.shell("cat ~/.local/state/sandboxed/instances/*/claude/.claude.json"))
        .outContains("\"light\"")
        .outLacks("a-secret-of-the-host")
        .outLacks("\"private\"");
  }

  @Test
  void anUntrustedProjectIsStillAskedAbout() {
    RealAgent.claude().install(world);
    world.install("sandboxed", Checkout.program("sandboxed"));
    world.set("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-token-of-a-test");
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter("sandboxed run --quiet claude").waitUntilShows("trust this folder");
    }
  }

  @Test
  void whatTheAgentHasWrittenIsNeverSeededOver() {
    assertThat(world.shell("echo '{\"theme\": \"dark\"}' >~/.claude.json")).succeeded();
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("cd ~/.claude && grep -c dark .claude.json && echo mine >.claude.json"))
        .succeeded()
        .outIs("1");
    assertThat(agent.run("cat ~/.claude/.claude.json && rm ~/.claude/.claude.json")).outIs("mine");
    assertThat(agent.run("ls ~/.claude/.claude.json")).exitedWith(2);
  }

  @Test
  void aCorruptInstanceIsReportedAndNothingOfItIsLost() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("echo precious >~/.claude/history")).succeeded();
    String note = instance(world.project()).resolveSibling("project").toString();

    assertThat(world.shell("echo /elsewhere >\"$1\"", note)).succeeded();
    assertThat(agent.run("echo started"))
        .exitedWith(125)
        .outIs("")
        .errContains(note)
        .errContains("/elsewhere");
    assertThat(world.shell("pwd -P >\"$1\"", note)).succeeded();
    assertThat(agent.run("cat ~/.claude/history")).outIs("precious");

    String place = instance(world.project()).toString();
    assertThat(world.shell("mv \"$1\" \"$1-away\" && echo x >\"$1\"", place)).succeeded();
    assertThat(agent.run("echo started"))
        .exitedWith(125)
        .outIs("")
        .errContains(place + " is in the way");
    assertThat(world.run("cat", place)).outIs("x");
  }

  @Test
  void aReadOnlyStateDirectoryIsReported() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("echo precious >~/.claude/history")).succeeded();
    assertThat(world.shell("chmod -R a-w ~/.local/state/sandboxed")).succeeded();
    assertThat(agent.run("echo started")).exitedWith(125).outIs("").errContains("cannot write");
    assertThat(agent.runIn(world.otherProject(), "echo started"))
        .exitedWith(125)
        .outIs("")
        .errContains("cannot make the directory");
    assertThat(world.shell("chmod -R u+w ~/.local/state/sandboxed")).succeeded();
    assertThat(agent.run("cat ~/.claude/history")).outIs("precious");
  }

  private Running start(Path project, String prompt) {
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    Launch launch =
        Launch.quietly(world)
            .in(project)
            .with("claude", "-p", prompt, "--dangerously-skip-permissions");
    return world.start(launch.directory(), launch.words());
  }

  /** The instance whose note names the project. */
  private Path instance(Path project) {
    String found =
        world
            .shell("grep -lxF -- \"$2\" \"$1\"/*/project", instances.toString(), project.toString())
            .out()
            .strip();
    return Path.of(found).resolveSibling("claude");
  }

  /** Every line of every session. */
  private List<String> history(Path project) throws IOException {
    try (Stream<Path> files = Files.walk(instance(project).resolve("projects"))) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .flatMap(file -> {
            try {
              return Files.readAllLines(file).stream();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }
  }
}
