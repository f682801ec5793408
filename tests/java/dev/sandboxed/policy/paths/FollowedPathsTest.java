package dev.sandboxed.policy.paths;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.follow.Followed.Mention;
import dev.sandboxed.follow.Followed.Place;
import dev.sandboxed.follow.Followed.Weight;
import dev.sandboxed.policy.Resolved;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FollowedPathsTest {

  private static final String SETTINGS = "/home/ana/.agent/settings";
  private static final String TOOL = "/home/ana/tools/tool";

  private final Machine machine = Machine.withUsr();
  private final FileTree files =
      machine.files().with(SETTINGS, TOOL, "/home/ana/.ssh/id_rsa", "/usr/bin/jq");

  @Test
  void whatIsNamedComesAlongReadOnly() {
    machine.following(named(SETTINGS, TOOL, true));
    assertThat(shown()).contains("READ " + TOOL);
    assertThat(remarks()).isEmpty();
  }

  @Test
  void whatMayNotComeAlongIsRemarkedWithWhatShowsIt() {
    machine.following(named(SETTINGS, TOOL, false));
    assertThat(shown()).doesNotContain("READ " + TOOL);
    assertThat(remarks())
        .containsExactly(
            "~/tools/tool is not inside, although ~/.agent/settings (/key) names it: --read"
                + " ~/tools/tool shows it");
    assertThat(remarks(layer("b").read("~/tools"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"~/tools/tool", "~/tools", "~/.agent", "~/.agent/settings"})
  void aRuleThatDeniesTheFileOrTheOneThatNamesItWins(String denied) {
    machine.following(named(SETTINGS, TOOL, true));
    assertThat(shown(layer("b").deny(denied))).doesNotContain("READ " + TOOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~/.agent", "~/.agent/settings"})
  void aFileThatTheAgentCanWriteNamesNothing(String writable) {
    machine.following(named(SETTINGS, TOOL, true, Weight.GUARD));
    assertThat(shown(layer("b").write(writable))).doesNotContain("READ " + TOOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/ana/.agent", "/home/ana/.agent/settings"})
  void whatAnAgentCouldWriteEarlierNamesNothingButItsGuardsCount(String written) {
    files.written(written);
    machine.following(named(SETTINGS, TOOL, true));
    assertThat(shown()).doesNotContain("READ " + TOOL);
    assertThat(remarks()).singleElement().asString().contains("earlier session");
    machine.following(named(SETTINGS, TOOL, true, Weight.GUARD));
    assertThat(Refusals.codesOf(() -> shown())).containsExactly("policy.missing-guard");
  }

  @Test
  void aLinkThatAnAgentCouldMakeEarlierIsNotFollowed() {
    String link = "/home/ana/dotfiles/tool";
    files.with(link + " -> " + TOOL).written("/home/ana/dotfiles");
    machine.following(
        new Mention(
            Path.of(SETTINGS),
            way(SETTINGS),
            true,
            "/key",
            Weight.HELP,
            link,
            List.of(
                new Place(
                    Path.of(link),
                    List.of(Path.of(link), Path.of(TOOL)),
                    true,
                    Optional.empty()))));
    assertThat(shown()).doesNotContain("READ " + link).doesNotContain("READ " + TOOL);
  }

  @Test
  void aFileOfTheProjectNamesNothingAndIsNotNamed() {
    String inside = "/home/ana/work/shop/settings";
    files.with(inside);
    machine.following(named(inside, TOOL, true), named(SETTINGS, inside, true));
    assertThat(shown(layer("b").read(".")))
        .doesNotContain("READ " + TOOL)
        .doesNotContain("READ " + inside);
  }

  @Test
  void aFileThatIsNamedNamesOthersOnlyIfItComesAlong() {
    String key = "/home/ana/.ssh/id_rsa";
    machine.following(
        new Mention(Path.of(TOOL), way(TOOL), false, "/key", Weight.HELP, key, place(key, true)),
        named(SETTINGS, TOOL, true));
    assertThat(shown()).contains("READ " + key);
    machine.following(
        new Mention(Path.of(TOOL), way(TOOL), false, "/key", Weight.HELP, key, place(key, true)));
    assertThat(shown()).doesNotContain("READ " + key);
  }

  @Test
  void aMissingGuardStopsTheLaunchUnlessThatIsAccepted() {
    machine.following(named(SETTINGS, TOOL, false, Weight.GUARD));
    assertThat(Refusals.textsOf(() -> shown()))
        .containsExactly(
            "~/tools/tool is not inside, although ~/.agent/settings (/key) names it: the agent"
                + " would go on without this guard\n"
                + "  show it, --read ~/tools/tool, or accept it: --accept missing-guards");
    assertThat(remarks(layer("b").acceptMissingGuards()))
        .singleElement()
        .asString()
        .startsWith("~/tools/tool is not inside");
  }

  @ParameterizedTest
  @CsvSource({
    "none,           none is not on your PATH,            'install it, or take it out of'",
    "/home/ana/none, ~/none does not exist,               'install it, or take it out of'",
    "./none,         ./none is not inside,                name it by its whole path in"
  })
  void ofAGuardThatIsNowhereItSaysSo(String word, String what, String remedy) {
    machine.following(program(word));
    assertThat(Refusals.textsOf(() -> shown()))
        .containsExactly(
            what
                + ", although ~/.agent/settings (/key) names it: the agent would go on without this"
                + " guard\n  "
                + remedy
                + " ~/.agent/settings, or accept it: --accept missing-guards");
  }

  @Test
  void aProgramIsThereIfPathInsideLeadsToIt() {
    machine.following(program("jq", "/usr/bin/jq"));
    assertThat(remarks()).isEmpty();
    machine.following(program("tool", TOOL));
    assertThat(Refusals.codesOf(() -> shown(layer("b").read("~/tools"))))
        .containsExactly("policy.missing-guard");
    machine.following(program("none"));
    assertThat(Refusals.codesOf(() -> shown())).containsExactly("policy.missing-guard");
  }

  private static Mention named(String by, String path, boolean along) {
    return named(by, path, along, Weight.HELP);
  }

  private static Mention named(String by, String path, boolean along, Weight weight) {
    return new Mention(Path.of(by), way(by), true, "/key", weight, path, place(path, along));
  }

  private static Mention program(String name, String... places) {
    return new Mention(
        Path.of(SETTINGS),
        way(SETTINGS),
        true,
        "/key",
        Weight.GUARD,
        name,
        Stream.of(places).flatMap(place -> place(place, false).stream()).toList());
  }

  private static List<Place> place(String path, boolean along) {
    return List.of(new Place(Path.of(path), way(path), along, Optional.empty()));
  }

  private static List<Path> way(String path) {
    return List.of(Path.of(path));
  }

  private List<String> shown(Layers... above) {
    return Resolved.policy(machine, files, layers(above)).filesystem().grants().stream()
        .map(Resolved::text)
        .toList();
  }

  private List<String> remarks(Layers... above) {
    return Resolved.policy(machine, files, layers(above)).remarks().stream()
        .map(Remark::describe)
        .filter(remark -> remark.contains("inside"))
        .toList();
  }

  private static Layers[] layers(Layers... above) {
    return Stream.concat(Stream.of(layer("a").read("~/.agent/settings")), Stream.of(above))
        .toArray(Layers[]::new);
  }
}
