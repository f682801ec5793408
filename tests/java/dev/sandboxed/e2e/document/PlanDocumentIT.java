package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.StandInEditor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds docs/plan.md against a plan that has everything a plan can have. */
class PlanDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/plan.md");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9._-]+)`");
  private static final Pattern EXAMPLE = Pattern.compile("(?sm)^```json\n(.*?)^```$");

  private final StandInEditor editor = new StandInEditor();

  // Its keys are names of files.
  private static final String FILES = "files";

  @AfterEach
  void closeTheEditor() {
    editor.close();
  }

  @Test
  void everyFieldAndEveryKindIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
    try (HostWorld world = HostWorld.create()) {
      JsonNode plan = new ObjectMapper().readTree(everything(world, "--dry-run=json").out());

      assertThat(named("field")).isEqualTo(fields("", plan));
      Set<String> kinds = new TreeSet<>(plan.findValuesAsText("kind"));
      // Not every machine has one that can be granted; see DevicesIT.
      kinds.add("device");
      assertThat(named("kind")).isEqualTo(kinds);
    }
  }

  @Test
  void theExampleHasOnlyDocumentedFields() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(DOCUMENT));

    assertThat(example.find()).isTrue();
    assertThat(named("field"))
        .containsAll(fields("", new ObjectMapper().readTree(example.group(1))));
  }

  @Test
  void everyFileOfAPlanDirectoryIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
    try (HostWorld world = HostWorld.create()) {
      OutcomeAssert.assertThat(everything(world, "--quiet")).succeeded();

      Path plans = world.home().resolve(".cache/sandboxed/plans");
      assertThat(names(plans)).hasSize(1);
      Path plan = plans.resolve(names(plans).getFirst());
      assertThat(named("file")).containsExactlyElementsOf(names(plan));
      assertThat(named("file in it")).containsExactlyElementsOf(names(plan.resolve("network")));
      assertThat(named("file for a session"))
          .containsExactlyInAnyOrderElementsOf(names(plan.resolve("session")));
      assertThat(named("companion"))
          .containsExactlyInAnyOrder(Files.readString(plan.resolve("companions")).split("\0"));
    }
  }

  @Test
  void whatAllowlistHasBesideIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
    try (HostWorld world = HostWorld.create()) {
      Profiles.write(
          world,
          "keys",
          """
          extends = "default"
          [network]
          tier = "allowlist"
          allow = ["api.example.org"]
          ipv6 = true
          [credentials.example]
          variable = "EXAMPLE_API_KEY"
          hosts = ["api.example.org"]
          bearer = true
          """);
      world.set("EXAMPLE_API_KEY", "the-key");
      OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--profile", "keys", "--", "true"))
          .succeeded();

      Path plans = world.home().resolve(".cache/sandboxed/plans");
      Path plan = plans.resolve(names(plans).getFirst());
      List<String> files = new ArrayList<>(names(plan.resolve("network")));
      files.removeAll(named("file in it"));
      assertThat(named("file of allowlist")).containsExactlyInAnyOrderElementsOf(files);
      List<String> companions =
          new ArrayList<>(List.of(Files.readString(plan.resolve("companions")).split("\0", -1)));
      companions.removeAll(named("companion"));
      companions.remove("");
      assertThat(named("companion of allowlist")).containsExactlyElementsOf(companions);
    }
  }

  private Outcome everything(HostWorld world, String option) {
    Profiles.write(
        world,
        "everything",
        """
        extends = "default"

        [network]
        tier = "internet-only"
        reach = ["127.0.0.1:11434"]
        publish = ["0.0.0.0:47301:3000"]
        ipv6 = true

        [filesystem]
        read = [{ path = "~/.npmrc", mask = "_authToken=(.*)" }]

        [kernel]
        nested_userns = true

        [limits]
        tasks = 500
        runtime = "1h"

        [audit]
        changes = true

        [observe]
        denials = true

        [ide]
        connect = true

        [project]
        snapshot = true

        [sockets]
        ssh_agent = true
        """);
    Profiles.write(
        world,
        "agents/everything",
        """
        command = ["bash"]
        [state]
        directory = "~/.everything"
        credentials = [{ file = "auth.json", replaced = true }]
        moved = [{ variable = "EVERYTHING_HOME", place = "~/.everything" }]
        [afterwards]
        again = 199
        sessions = "*.jsonl"
        resume = ["--resume", "{session}"]
        [ide]
        locks = "~/.claude/ide"
        port = "EDITOR_PORT"
        """);
    editor.opens(world, world.project());
    world.set("SSH_AUTH_SOCK", world.home().resolve("agent.sock").toString());
    return world.shell(
        "ssh-agent -a \"$SSH_AUTH_SOCK\" >/dev/null 2>&1; mkdir -p secrets && echo _authToken=x >~/.npmrc"
            + " && exec \"$1\" run everything --profile everything \"$2\" --deny secrets -- -c true",
        Checkout.program("sandboxed").toString(),
        option);
  }

  /** The names in the first column of the table with that heading. */
  private static Set<String> named(String heading) throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .dropWhile(line -> !line.equals("| " + heading + " | |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .flatMap(line -> NAME.matcher(line.substring(0, line.indexOf(" | "))).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of all fields, those of inner objects with the outer one's and a dot before them. */
  private static Set<String> fields(String prefix, JsonNode object) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (!value.isObject() || name.equals(FILES)) {
        names.add(name);
      }
      if (!name.equals(FILES)) {
        Stream<JsonNode> inner = value.isObject() ? Stream.of(value) : value.valueStream();
        inner.filter(JsonNode::isObject).forEach(one -> names.addAll(fields(name + ".", one)));
      }
    }
    return names;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
