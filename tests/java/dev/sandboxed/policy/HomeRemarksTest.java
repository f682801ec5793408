package dev.sandboxed.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Machine;
import dev.sandboxed.host.tools.ToolPlace;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeRemarksTest {

  private static final String HOME = "/home/ana";

  private final List<Grant> grants = new ArrayList<>();
  private final List<ToolPlace> path = new ArrayList<>();

  HomeRemarksTest() {
    grant(Access.WRITE, HOME + "/work/shop", HOME + "/work/shop");
  }

  @Test
  void aProjectAndASettingsFileAreNothingToSpeakOf() {
    grant(Access.READ, HOME + "/.bashrc", HOME + "/.bashrc");
    grant(Access.WRITE, HOME + "/.cache/go-build", HOME + "/.cache/go-build");
    assertThat(said()).isEmpty();
  }

  @Test
  void aWholeHomeIsNotedAlsoWhereItCanOnlyBeRead() {
    grant(Access.READ, HOME, HOME);
    assertThat(said()).containsExactly("home.readable");
  }

  @Test
  void ofAHomeThatIsWritableTheFirstOfWhatStartsByItselfIsNamed() {
    grant(Access.WRITE, "/home", "/home");
    assertThat(said()).containsExactly("home.readable", "home.start-up");
    assertThat(texts().getLast())
        .startsWith("what the agent writes to ~/.bashrc, ~/.profile, ~/.config/autostart and ")
        .contains("more runs outside as you");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".bashrc", ".ssh", ".ssh/config", ".config", ".config/autostart/a", ".local/bin"})
  void oneWritablePlaceIsEnough(String place) {
    grant(Access.WRITE, HOME + "/" + place, HOME + "/" + place);
    assertThat(said()).containsExactly("home.start-up");
  }

  @Test
  void whatARuleProtectsOrMasksIsNotWritable() {
    grant(Access.WRITE, HOME + "/.config", HOME + "/.config");
    grant(Access.PROTECT, HOME + "/.config/autostart", HOME + "/.config/autostart");
    grant(Access.DENY, HOME + "/.config/fish", HOME + "/.config/fish");
    assertThat(texts())
        .singleElement()
        .asString()
        .contains("~/.config/environment.d")
        .doesNotContain("autostart", "fish");
  }

  @Test
  void aDirectoryOfYourPathInYourHomeCountsButNotOneOfTheProject() {
    path.add(place(HOME + "/tools/bin"));
    path.add(place(HOME + "/work/shop/bin"));
    grant(Access.WRITE, HOME + "/tools", HOME + "/tools");
    assertThat(texts()).singleElement().asString().contains(" ~/tools/bin runs outside");
  }

  @Test
  void anotherFileInItsPlaceIsNotYours() {
    grant(Access.WRITE, HOME + "/.ssh", "/data/of-the-sandbox");
    assertThat(said()).isEmpty();
  }

  private void grant(Access access, String inside, String source) {
    grants.add(
        new Grant(
            Path.of(inside), Path.of(source), access, true, new Origin.CommandLine("--write")));
  }

  private static ToolPlace place(String at) {
    return new ToolPlace(Path.of(at), List.of(Path.of(at)), true);
  }

  private List<String> said() {
    return remarks().stream().map(Remark::code).toList();
  }

  private List<String> texts() {
    return remarks().stream().map(Remark::text).toList();
  }

  private List<Remark> remarks() {
    return HomeRemarks.of(Machine.withUsr().project(HOME + "/work/shop").facts(), path, grants);
  }
}
