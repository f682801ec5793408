package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

  private static final String EVERY_KEY =
      """
      extends = "default"
      description = "Web work"

      [network]
      tier = "internet-only"

      [filesystem]
      read    = ["~/docs", { path = "~/.gitconfig", optional = true }]
      write   = [
        "$XDG_CACHE_HOME/go-build",
      ]
      deny    = ["**/*.pem"]
      protect = [{ path = ".git/hooks" }]

      [environment]
      pass = ["AWS_PROFILE", "LC_*"]
      set  = { EDITOR = "vim", EMPTY = "" }

      [packages]
      nix = ["nixpkgs#awscli2"]

      [devshell]
      enable = true
      installable = ".#default"
      shell_hook = true

      [auth]
      mode = "none"

      [state]
      scope = "ephemeral"

      [audit]
      changes = true

      [kernel]
      nested_userns = true

      [ide]
      connect = true

      [project]
      on_new_trap = "quarantine"
      snapshot = true
      """;

  @Test
  void everyKeyIsRead() {
    Profile profile = read(EVERY_KEY);

    assertThat(profile.name()).isEqualTo("web");
    assertThat(profile.file()).isEqualTo("/p/web.toml");
    assertThat(profile.description()).isEqualTo("Web work");
    assertThat(profile.parent()).contains(new Located<>("default", line(1, 11)));
    Layer layer = profile.layer();
    assertThat(layer.name()).isEqualTo("profile web");
    assertThat(layer.network().tier()).contains(new Located<>(TierName.INTERNET_ONLY, line(5, 8)));
    assertThat(layer.packages()).containsExactly(new Located<>("nixpkgs#awscli2", line(20, 8)));
    assertThat(layer.devShell().enable()).contains(new Located<>(true, line(23, 10)));
    assertThat(layer.devShell().installable()).contains(new Located<>(".#default", line(24, 15)));
    assertThat(layer.devShell().shellHook()).contains(new Located<>(true, line(25, 14)));
    assertThat(layer.auth()).contains(new Located<>(AuthMode.NONE, line(28, 8)));
    assertThat(layer.state()).contains(new Located<>(StateScope.EPHEMERAL, line(31, 9)));
    assertThat(layer.audit().changes()).contains(new Located<>(true, line(34, 11)));
    assertThat(layer.kernel().nestedUserNamespaces()).contains(new Located<>(true, line(37, 17)));
    assertThat(layer.ide()).contains(new Located<>(true, line(40, 11)));
    assertThat(layer.project().newTrap())
        .contains(new Located<>(Layer.NewTrap.QUARANTINE, line(43, 15)));
  }

  @Test
  void eachPathKnowsItsOwnPlace() {
    assertThat(read(EVERY_KEY).layer().paths())
        .containsExactly(
            new PathRule(Access.READ, "~/docs", false, line(8, 12)),
            new PathRule(Access.READ, "~/.gitconfig", true, line(8, 31)),
            new PathRule(Access.WRITE, "$XDG_CACHE_HOME/go-build", false, line(10, 3)),
            new PathRule(Access.DENY, "**/*.pem", false, line(12, 12)),
            new PathRule(Access.PROTECT, ".git/hooks", false, line(13, 21)));
  }

  @Test
  void eachVariableKnowsItsOwnPlace() {
    assertThat(read(EVERY_KEY).layer().environment())
        .containsExactly(
            new EnvironmentRule.Pass("AWS_PROFILE", line(16, 9)),
            new EnvironmentRule.Pass("LC_*", line(16, 24)),
            new EnvironmentRule.Set("EDITOR", "vim", line(17, 19)),
            new EnvironmentRule.Set("EMPTY", "", line(17, 34)));
  }

  @Test
  void aProfileMayBeSilentAboutEverythingElse() {
    Layer layer = read("extends = 'default'").layer();

    assertThat(layer)
        .isEqualTo(
            new Layer(
                "profile web",
                NetworkRequest.SILENT,
                Layer.Filesystem.of(List.of()),
                List.of(),
                List.of(),
                DevShellRequest.SILENT,
                Optional.empty(),
                Optional.empty(),
                AuditRequest.SILENT,
                Layer.Kernel.SILENT,
                Optional.empty(),
                Map.of(),
                Layer.ProjectRequest.SILENT));
  }

  @Test
  void aDenyOrProtectRuleMayApplyToFilesOnly() {
    String rule = "[filesystem]\n%s = [{ path = 'credentials', files = true }]\n";
    assertThat(read(rule.formatted("deny")).layer().paths())
        .allMatch(path -> path.spared().directories());
    assertThat(read(rule.formatted("protect")).layer().paths())
        .allMatch(path -> path.spared().directories());
    assertThat(read("filesystem.deny = ['credentials']").layer().paths())
        .noneMatch(path -> path.spared().directories());
    assertThat(problems(rule.formatted("read")))
        .extracting(Problem::code)
        .containsExactly("profile.unknown-key");
  }

  @Test
  void aTableMayBeWrittenWithDotsOrInline() {
    Profile dotted = read("network.tier = \"none\"\nenvironment.set.A = \"1\"\n");
    Profile inline = read("network = { tier = \"none\" }\nenvironment = { set = { A = \"1\" } }\n");

    assertThat(dotted.layer().network().tier()).map(Located::value).contains(TierName.NONE);
    assertThat(inline.layer().network().tier()).map(Located::value).contains(TierName.NONE);
    assertThat(dotted.layer().environment()).hasSize(1);
    assertThat(inline.layer().environment()).hasSize(1);
  }

  @Test
  void aProjectsFileIsAProfileNamedAfterIt() {
    Profile profile = ProjectProfile.read("/shop/.sandboxed.toml", "[network]\ntier = \"none\"\n");

    assertThat(profile.name()).isEqualTo(".sandboxed.toml");
    assertThat(profile.parent()).isEmpty();
    assertThat(profile.layer().network().tier().orElseThrow().origin().describe())
        .isEqualTo("project file, /shop/.sandboxed.toml:2:8");
    assertThat(ProjectProfile.read("/shop/.sandboxed.toml", "").layer().paths()).isEmpty();
  }

  @Test
  void aProjectsFileExtendsNothingAndThatIsReportedWithTheRest() {
    assertThat(
            Refusals.textsOf(
                () -> ProjectProfile.read("/p.toml", "a = 1\nextends = \"default\"\n")))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("/p.toml:2:11: a project's file cannot extend"),
            second -> assertThat(second).startsWith("/p.toml:1:1: unknown key \"a\""));
  }

  private static Profile read(String toml) {
    Reading<Profile> reading = ProfileReader.read("web", "/p/web.toml", toml);
    assertThat(reading.problems()).isEmpty();
    return reading.value();
  }

  private static List<Problem> problems(String toml) {
    return ProfileReader.read("web", "/p/web.toml", toml).problems();
  }

  private static Origin line(int line, int column) {
    return new Origin.Line("profile web", new SourcePosition("/p/web.toml", line, column));
  }
}
