package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/** Reads one profile file. */
final class ProfileReader {

  private static final String SMALLEST = "extends = \"default\"";

  private ProfileReader() {}

  static Reading<Profile> read(String name, String path, String text) {
    TomlFile file = new TomlFile("profile", name, path, text);
    file.requireContent(SMALLEST);
    Profile profile = profile(name, path, file);
    return new Reading<>(profile, file.problems());
  }

  static Profile profile(String name, String path, TomlFile file) {
    TomlSection top = file.top();
    Optional<Located<String>> parent = top.text("extends", TextRule.PROFILE_NAME);
    String description = top.text("description", TextRule.ONE_LINE).map(Located::value).orElse("");
    return new Profile(name, path, description, parent, layer(file.layer(), top));
  }

  private static Layer layer(String name, TomlSection top) {
    return new Layer(
        name,
        NetworkRules.read(top.table("network")),
        PathRules.read(top.table("filesystem")),
        EnvironmentRules.read(top.table("environment")),
        top.table("packages").texts("nix", TextRule.INSTALLABLE),
        devShell(top.table("devshell")),
        top.table("auth").word("mode", List.of(AuthMode.values()), AuthMode::word),
        top.table("state").word("scope", List.of(StateScope.values()), StateScope::word),
        top.table("audit").flag("changes"));
  }

  private static DevShellWish devShell(TomlSection section) {
    return new DevShellWish(
        section.flag("enable"), section.text("installable", TextRule.INSTALLABLE));
  }
}
