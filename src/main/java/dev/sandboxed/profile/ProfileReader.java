package dev.sandboxed.profile;

import dev.sandboxed.opening.Opening;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.AuditRequest.ObserveRequest;
import dev.sandboxed.profile.hosts.CredentialRules;
import dev.sandboxed.profile.limits.LimitRules;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.Notation;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlFile;
import dev.sandboxed.toml.TomlSection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one profile file. */
public final class ProfileReader {

  private static final String SMALLEST = "extends = \"default\"";

  private static final Notation<AuditRequest.Accepted> ACCEPTED =
      new Notation<>(
          "unknown-word",
          "missing-guards",
          AuditRequest.Accepted::of,
          "cannot be accepted",
          "there is missing-guards");

  private ProfileReader() {}

  public static Reading<Profile> read(String name, String path, String text) {
    TomlFile file = new TomlFile("profile", name, path, text);
    file.requireContent(SMALLEST);
    Profile profile = profile(name, path, file);
    return new Reading<>(profile, file.problems());
  }

  /**
   * Reads the profile of a project. It does not extend a profile: it goes on top of the one that
   * the person chose.
   */
  static Reading<Profile> readOfProject(String path, String text) {
    TomlFile file = new TomlFile("project", "file", path, text);
    Profile profile = profile(ProjectProfile.FILE, path, file);
    List<Problem> problems = new ArrayList<>();
    profile
        .parent()
        .map(Located::origin)
        .map(ProfileReader::extendsNothing)
        .ifPresent(problems::add);
    problems.addAll(file.problems());
    return new Reading<>(profile, problems);
  }

  private static Problem extendsNothing(Origin origin) {
    return new Problem(
        "project.extends",
        "a project's file cannot extend a profile: it goes on top of the one you choose",
        origin instanceof Origin.Line line ? Optional.of(line.position()) : Optional.empty(),
        "remove this line. --profile chooses a profile");
  }

  /** Every key a profile may hold. */
  public static AcceptedKeys accepted() {
    TomlFile file = new TomlFile("profile", "", "", "");
    profile("", "", file);
    return file.accepted();
  }

  private static Profile profile(String name, String path, TomlFile file) {
    TomlSection top = file.top();
    Optional<Located<String>> parent =
        top.key("extends", "the profile below this one")
            .like("\"default\"")
            .text(TextRule.PROFILE_NAME);
    String description =
        top.key("description", "for profiles list")
            .like("\"Web work with cloud credentials\"")
            .text(TextRule.ONE_LINE)
            .map(Located::value)
            .orElse("");
    Layer layer = layer(file.layer(), top);
    return new Profile(name, path, description, parent, layer, file.statements());
  }

  private static Layer layer(String name, TomlSection top) {
    NetworkRequest network =
        NetworkRules.read(top.table("network")).with(CredentialRules.read(top));
    Layer.Filesystem filesystem = filesystem(top.table("filesystem"));
    List<EnvironmentRule> environment = EnvironmentRules.read(top.table("environment"));
    Map<Opening, Located<Boolean>> openings = openings(top);
    return new Layer(
        name,
        network,
        filesystem,
        environment,
        top.table("packages")
            .key("nix", "their closure and their bin/ join the sandbox")
            .called("packages")
            .like("[\"nixpkgs#awscli2\"]")
            .texts(TextRule.INSTALLABLE),
        devShell(top.table("devshell")),
        top.table("auth")
            .key("mode", "how much of your login the agent gets")
            .called("login")
            .word(List.of(AuthMode.values()), AuthMode::word),
        top.table("state")
            .key("scope", "who shares the agent's history and settings")
            .called("state")
            .word(List.of(StateScope.values()), StateScope::word),
        new AuditRequest(
            top.table("audit")
                .key("changes", "whether you are told afterwards what changed in the project")
                .called("changes reported")
                .flag(),
            top.table("audit")
                .key("accept", "what does not stop the launch: missing-guards")
                .called("accepted")
                .like("[\"missing-guards\"]")
                .all(ACCEPTED),
            observe(top.table("observe"))),
        new Layer.Kernel(
            top.table("kernel")
                .key(
                    "nested_userns",
                    "whether programs inside can make user namespaces of their own")
                .called("nested user namespaces")
                .flag(),
            LimitRules.read(top.table("limits"))),
        top.table("ide")
            .key("connect", "whether the agent reaches the editors that have the project open")
            .called("editors reached")
            .flag(),
        openings,
        project(top.table("project")));
  }

  private static ObserveRequest observe(TomlSection section) {
    return new ObserveRequest(
        section
            .key("denials", "whether it is written down what programs in a session are refused")
            .called("refusals written down")
            .flag(),
        section
            .key(
                "calls",
                "whether that includes system calls, which makes programs several times slower")
            .called("refused system calls written down")
            .flag(),
        Optional.empty());
  }

  private static Layer.ProjectRequest project(TomlSection section) {
    return new Layer.ProjectRequest(
        section
            .key("on_new_trap", "what happens to something protected that appears")
            .called("new traps")
            .word(List.of(Layer.NewTrap.values()), Layer.NewTrap::word),
        section
            .key("snapshot", "whether the agent works on a snapshot of the project")
            .called("work on a snapshot")
            .flag()
            .map(said ->
                new Located<>(Layer.ProjectRequest.Snapshot.of(said.value()), said.origin())));
  }

  private static Layer.Filesystem filesystem(TomlSection section) {
    return new Layer.Filesystem(
        PathRules.read(section),
        section
            .key("masks", "what a program finds in the place of a masked file")
            .called("masked files")
            .word(List.of(Layer.MaskStyle.values()), Layer.MaskStyle::word),
        section
            .key("unmasked", "directories in which no pattern of deny masks anything")
            .called("without masks by pattern")
            .like("[\"node_modules\"]")
            .texts(TextRule.PATH));
  }

  private static DevShellRequest devShell(TomlSection section) {
    return new DevShellRequest(
        section
            .key("enable", "use the project's Nix dev shell, like --devshell")
            .called("dev shell")
            .flag(),
        section
            .key("installable", "which one; env is the one that the command is already in")
            .called("dev shell of")
            .like("\".#default\"")
            .text(TextRule.INSTALLABLE),
        section.key("shell_hook", "whether its shellHook runs inside, before the agent").flag());
  }

  /** What of this machine is inside by its name. */
  private static Map<Opening, Located<Boolean>> openings(TomlSection top) {
    Map<Opening, Located<Boolean>> openings = new EnumMap<>(Opening.class);
    for (String table : Opening.tables()) {
      TomlSection section = top.table(table);
      Opening.in(table)
          .forEach(opening ->
              section
                  .key(opening.key(), opening.meaning())
                  .called(opening.called())
                  .flag()
                  .ifPresent(said -> openings.put(opening, said)));
    }
    return openings;
  }
}
