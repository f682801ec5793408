package dev.sandboxed.policy.paths;

import dev.sandboxed.host.HostFacts;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The directories that layers put on PATH. */
public final class ProgramDirectories {

  private ProgramDirectories() {}

  /**
   * All of them, as they go on PATH: those of a later layer come first, those of one layer are in
   * their order.
   */
  public static List<Located<Path>> of(HostFacts host, List<Layer> layers) {
    PathVariables places = new PathVariables(host);
    List<Located<Path>> directories = new ArrayList<>();
    for (Layer layer : layers.reversed()) {
      rules(layer)
          .filter(rule -> !(rule.optional() && places.lacksOneOf(rule.directory())))
          .forEach(rule -> directories.add(new Located<>(path(rule, places), rule.origin())));
    }
    return List.copyOf(directories);
  }

  /**
   * What makes them visible. The project is visible already, and a part of it that became read-only
   * would be in the way of whoever installs programs there.
   */
  static List<PathRule> grants(Layer layer, PathVariables places) {
    return rules(layer)
        .filter(rule ->
            places.lacksOneOf(rule.directory()) || !path(rule, places).startsWith(places.project()))
        .map(rule -> new PathRule(Access.READ, rule.directory(), rule.optional(), rule.origin()))
        .toList();
  }

  private static Stream<EnvironmentRule.Programs> rules(Layer layer) {
    return layer.environment().stream()
        .filter(EnvironmentRule.Programs.class::isInstance)
        .map(EnvironmentRule.Programs.class::cast);
  }

  private static Path path(EnvironmentRule.Programs rule, PathVariables places) {
    String path = places.expand(rule.directory(), rule.origin());
    if (path.contains(":")) {
      throw new UserFailure(
          new Problem(
              "policy.path-colon",
              path + " cannot be on PATH, because its name has a colon",
              rule.origin().where(),
              "name one directory in each entry; a directory with a colon must be renamed"));
    }
    return places.project().resolve(path).normalize();
  }
}
