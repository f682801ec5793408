package dev.sandboxed.policy.masks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.host.survey.Details;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasksTest {

  private static final Path SHOP = Path.of("/home/ana/shop");

  private static final Grant IGNORED = mask(".env");
  private static final Grant TRACKED = mask("a.key");
  private static final Grant OFFERED = mask("b.key");
  private static final Grant SOCKET =
      new Grant(
          SHOP.resolve("s"), SHOP.resolve("s"), Access.DENY, false, new Origin.BuiltIn("a socket"));

  private static final Details SEEN =
      new Details(Set.of(), Set.of(TRACKED.source()), Set.of(TRACKED.source(), OFFERED.source()));

  private static Grant mask(String name) {
    Path path = SHOP.resolve(name);
    return new Grant(path, path, Access.DENY, false, new Origin.CommandLine("--deny"));
  }

  @Test
  void onlyWhatGitLeavesAloneReadsAsEmpty() {
    List<Grant> grants = List.of(IGNORED, TRACKED, OFFERED, SOCKET);

    assertThat(Masks.empty(Layer.MaskStyle.EMPTY, grants, SEEN)).containsExactly(IGNORED.path());
    assertThat(Masks.empty(Layer.MaskStyle.CLOSED, grants, SEEN)).isEmpty();
  }

  @Test
  void aLineSaysWhereToolsWillStumble() {
    List<Grant> grants = List.of(IGNORED, TRACKED, OFFERED, mask("node_modules/x/t.key"));

    assertThat(Masks.remarks(SHOP, grants, SEEN).stream().map(Remark::describe))
        .containsExactly(
            "git tracks a.key, masked here: git show still reads it, git add -A fails inside; --read opens it",
            "git does not ignore b.key, masked here: git add -A fails inside until .gitignore names it",
            "masked among packages, where npm ci and rm -r then fail: node_modules/x/t.key; filesystem.unmasked opens a directory");
    assertThat(Masks.remarks(SHOP, List.of(IGNORED, SOCKET), SEEN)).isEmpty();
  }
}
