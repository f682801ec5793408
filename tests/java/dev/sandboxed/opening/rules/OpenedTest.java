package dev.sandboxed.opening.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from an opening belongs to the layer that decides, and is said. */
class OpenedTest {

  private static final Path OUTSIDE = Path.of("/home/ada/a $x");
  private static final Path INSIDE = Path.of("/run/session/it");

  private static final Found HERE =
      new Found.Here(
          List.of(
              new Found.Place(Found.Kind.SOCKET, INSIDE, OUTSIDE),
              new Found.Place(Found.Kind.FILE, Path.of("/f"), Path.of("/f"))),
          Map.of("IT", "/run/session/it"),
          List.of());

  private static Layer layer(String text) {
    Profile profile = ProfileReader.read("x", "x.toml", text).value();
    return profile.layer();
  }

  private static Opened opened(Opening opening, Layer deciding) {
    Located<Boolean> said = Objects.requireNonNull(deciding.openings().get(opening));
    return new Opened(Map.of(opening, said), Map.of(opening, HERE));
  }

  @ParameterizedTest
  @EnumSource
  void eachHasAKeyAndIsSaidOrShowsItself(Opening opening) {
    Layer open = layer(opening.table() + "." + opening.key() + " = true\n");

    List<Remark> remarks = opened(opening, open).remarks();

    assertThat(remarks)
        .extracting(Remark::text)
        .allMatch(text -> text.length() < 150)
        .hasSize(opening.table().equals("devices") ? 0 : 1);
    assertThat(remarks)
        .allMatch(remark -> opening.isWayOut() == remark.code().startsWith(Opened.WAY_OUT))
        .allMatch(remark -> opening.isWayOut() == remark.text().startsWith("a way out"));
    assertThat(opening.meaning().contains("a way out")).isEqualTo(opening.isWayOut());
  }

  @Test
  void theLayerThatDecidesGetsTheRules() {
    Layer open = layer("sockets.docker = true\nfilesystem.read = ['/x']\n");
    Opened opened = opened(Opening.DOCKER, open);

    assertThat(opened.in(open).paths())
        .extracting(PathRule::access, PathRule::pattern)
        .extracting(Object::toString)
        .containsExactly("(SOCKET, \"/run/session/it\")", "(READ, \"/f\")", "(READ, \"/x\")");
    assertThat(opened.in(open).environment())
        .containsExactly(
            new EnvironmentRule.Set(
                "IT",
                "/run/session/it",
                Objects.requireNonNull(open.openings().get(Opening.DOCKER)).origin()));
    assertThat(opened.in(layer("filesystem.read = ['/y']\n")).paths()).hasSize(1);
  }

  @Test
  void noClosesWhatItWouldHaveOpened() {
    Layer closed = layer("sockets.docker = false\n");
    Opened opened = opened(Opening.DOCKER, closed);

    assertThat(opened.in(closed).paths())
        .extracting(PathRule::access, PathRule::pattern)
        .extracting(Object::toString)
        .containsExactly("(DENY, \"/home/ada/a $$x\")");
    assertThat(opened.in(closed).environment()).isEmpty();
    assertThat(opened.remarks()).isEmpty();
  }
}
