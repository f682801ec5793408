package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AuditRequest;
import dev.sandboxed.profile.AuditRequest.ObserveRequest;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.DevShellRequest;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.NetworkRules;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import dev.sandboxed.profile.hosts.HostNotation;
import dev.sandboxed.toml.Notation;
import dev.sandboxed.toml.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns options, or the variables that stand for them, into the layer above all profiles. */
public final class OptionLayer {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Path workingDirectory;
  private final Function<String, Origin> origin;
  private final List<Problem> problems = new ArrayList<>();

  private OptionLayer(Path workingDirectory, Function<String, Origin> origin) {
    this.workingDirectory = workingDirectory;
    this.origin = origin;
  }

  /**
   * The layer that options make.
   *
   * @param workingDirectory the start of relative paths, as for every command
   * @param origin the origin for an option, given its name without the dashes
   * @throws UserFailure with every value that is not understood
   */
  public static Layer layer(
      String name, RunOptions options, Path workingDirectory, Function<String, Origin> origin) {
    OptionLayer said = new OptionLayer(workingDirectory, origin);
    Layer layer = said.layer(name, options);
    if (!said.problems.isEmpty()) {
      throw new UserFailure(said.problems);
    }
    return layer;
  }

  private Layer layer(String name, RunOptions options) {
    List<PathRule> paths =
        Stream.of(
                rules(options.read, Access.READ),
                rules(options.write, Access.WRITE),
                rules(options.deny, Access.DENY),
                rules(options.protect, Access.PROTECT),
                rules(options.device, Access.DEVICE))
            .flatMap(rules -> rules)
            .toList();
    return new Layer(
        name,
        NetworkRequest.ofPorts(
                word("network", options.network, TierName.values(), TierName::word),
                values("reach", options.reach, NetworkRules.endpoint()),
                values("publish", options.publish, NetworkRules.publication()))
            .with(values("allow", options.allow, HostNotation.words()), List.of()),
        Layer.Filesystem.of(paths),
        Stream.concat(
                options.path.stream()
                    .map(path ->
                        new EnvironmentRule.Programs(absolute(path), false, origin.apply("path"))),
                options.env.stream().map(this::variable))
            .toList(),
        options.packages.stream().map(value -> installable("package", value)).toList(),
        devShell(options),
        word("auth", options.auth, AuthMode.values(), AuthMode::word),
        word("state", options.state, StateScope.values(), StateScope::word),
        new AuditRequest(
            options.changes
                ? Optional.of(new Located<>(true, origin.apply("changes")))
                : Optional.empty(),
            options.accept.stream()
                .flatMap(said ->
                    word(
                        "accept", said, AuditRequest.Accepted.values(), AuditRequest.Accepted::word)
                        .stream())
                .toList(),
            ObserveRequest.of(
                word(
                    "observe",
                    options.observe,
                    ObserveRequest.Depth.values(),
                    ObserveRequest.Depth::word))),
        Layer.Kernel.SILENT,
        Optional.empty(),
        Map.of(),
        new Layer.ProjectRequest(Optional.empty(), snapshot(options.snapshot)));
  }

  private Optional<Located<Layer.ProjectRequest.Snapshot>> snapshot(@Nullable String said) {
    if (said == null) {
      return Optional.empty();
    }
    Origin given = origin.apply("snapshot");
    Optional<Layer.ProjectRequest.Snapshot> which = Layer.ProjectRequest.Snapshot.of(said);
    if (which.isEmpty()) {
      problems.add(
          Problem.of(
              "option.snapshot",
              Quoted.of(said) + " cannot name a snapshot (" + given.describe() + ")",
              "a name has letters a to z, digits and dashes, and at most 40 of them; new begins another one"));
    }
    return which.map(choice -> new Located<>(choice, given));
  }

  private Stream<PathRule> rules(List<String> paths, Access access) {
    String option = access.name().toLowerCase(Locale.ROOT);
    return paths.stream()
        .map(path -> new PathRule(access, absolute(path), false, origin.apply(option)));
  }

  private <T> List<Located<T>> values(String option, List<String> said, Notation<T> notation) {
    Origin given = origin.apply(option);
    List<Located<T>> values = new ArrayList<>();
    for (String text : said) {
      notation
          .reader()
          .apply(text)
          .ifPresentOrElse(
              value -> values.add(new Located<>(value, given)),
              () ->
                  problems.add(
                      Problem.of(
                          "option." + option,
                          Quoted.of(text)
                              + " "
                              + notation.objection()
                              + " ("
                              + given.describe()
                              + ")",
                          notation.hint())));
    }
    return values;
  }

  /** The shell has expanded what it wanted to, so a dollar sign is a dollar sign. */
  private String absolute(String path) {
    String literal = path.replace("$", "$$");
    return path.startsWith("/") || path.equals("~") || path.startsWith("~/")
        ? literal
        : (workingDirectory + "/").replace("$", "$$") + literal;
  }

  private EnvironmentRule variable(String said) {
    int equals = said.indexOf('=');
    String name = equals < 0 ? said : said.substring(0, equals);
    if (!VARIABLE.matcher(name).matches()) {
      problems.add(
          Problem.of(
              "option.env",
              "\""
                  + name
                  + "\" is not the name of a variable ("
                  + origin.apply("env").describe()
                  + ")",
              "write --env NAME to pass it, or --env NAME=VALUE to set it"));
    }
    return equals < 0
        ? new EnvironmentRule.Pass(name, origin.apply("env"))
        : new EnvironmentRule.Set(name, said.substring(equals + 1), origin.apply("env"));
  }

  private DevShellRequest devShell(RunOptions options) {
    return RunOptions.given(options.devshell)
        .map(value -> installable("devshell", value))
        .map(installable ->
            new DevShellRequest(
                Optional.of(new Located<>(true, installable.origin())),
                Optional.of(installable),
                Optional.empty()))
        .orElse(DevShellRequest.SILENT);
  }

  /** Refuses a leading dash, which Nix would read as an option. */
  private Located<String> installable(String option, String value) {
    Origin said = origin.apply(option);
    if (value.isEmpty() || value.startsWith("-")) {
      problems.add(
          Problem.of(
              "option.installable",
              "\"" + value + "\" is not an installable (" + said.describe() + ")",
              "write one as nix build takes it, for example nixpkgs#ripgrep"));
    }
    return new Located<>(value, said);
  }

  private <T> Optional<Located<T>> word(
      String option, @Nullable String said, T[] values, Function<T, String> word) {
    if (said == null) {
      return Optional.empty();
    }
    for (T value : values) {
      if (word.apply(value).equals(said)) {
        return Optional.of(new Located<>(value, origin.apply(option)));
      }
    }
    List<String> words = Stream.of(values).map(word).toList();
    problems.add(
        Problem.of(
            "option.unknown-word",
            "unknown " + option + " \"" + said + "\" (" + origin.apply(option).describe() + ")",
            Suggestion.nearest(said, words).map(near -> "did you mean " + near + "? ").orElse("")
                + (words.size() == 1 ? "the only one is " : "there are ")
                + String.join(", ", words)));
    return Optional.empty();
  }
}
