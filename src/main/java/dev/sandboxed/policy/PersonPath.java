package dev.sandboxed.policy;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.tools.PersonTools;
import dev.sandboxed.host.tools.ToolPlace;
import dev.sandboxed.policy.paths.BaseSystem;
import dev.sandboxed.policy.paths.Visibility;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much of the person's own PATH is inside: the entries that can be seen there, in their order.
 * A variable that tells a tool where its files are goes along if they are inside.
 */
final class PersonPath {

  private static final int NAMED_IN_REMARK = 3;

  // Snaps need their daemon, and NixOS' wrappers are setuid: no rule makes either work inside. The
  // third has NixOS' programs, of which every sandbox has the base.
  private static final Set<Path> OF_THE_MACHINE =
      Set.of(
          Path.of("/snap/bin"),
          Path.of("/run/wrappers/bin"),
          Path.of("/run/current-system/sw/bin"));

  private final HostFacts host;
  private final PersonTools tools;
  private final Visibility inside;

  PersonPath(HostFacts host, PersonTools tools, Visibility inside) {
    this.host = host;
    this.tools = tools;
    this.inside = inside;
  }

  /**
   * The whole PATH.
   *
   * @param first what layers, packages and the dev shell put in front
   */
  List<String> after(List<String> first) {
    return Stream.of(
            first.stream(),
            host.provided().path().stream().map(Path::toString),
            visible().map(place -> place.named().toString()),
            BaseSystem.path(host).stream())
        .flatMap(entries -> entries)
        .distinct()
        .toList();
  }

  private Stream<ToolPlace> visible() {
    Path project = host.project().directory();
    Stream<ToolPlace> virtualEnvironment =
        tools.virtualEnvironment().stream()
            .filter(bin -> bin.real().startsWith(project))
            .filter(bin -> tools.path().stream().noneMatch(bin::equals));
    return Stream.concat(virtualEnvironment, tools.path().stream()).filter(inside::shows);
  }

  List<Variable.Pass> variables() {
    Origin origin = new Origin.Host("it names what is inside");
    return tools.variables().entrySet().stream()
        .filter(variable -> inside.showsAll(variable.getValue()))
        .map(variable -> new Variable.Pass(variable.getKey(), origin))
        .sorted(Comparator.comparing(Variable.Pass::glob))
        .toList();
  }

  /** Says which programs of the person's are missing inside, and what brings them. */
  Optional<Remark> remark() {
    List<ToolPlace> missing =
        tools.path().stream()
            .filter(ToolPlace::programs)
            .filter(place -> !inside.shows(place))
            .filter(place -> !BaseSystem.path(host).contains(place.named().toString()))
            .filter(place -> !OF_THE_MACHINE.contains(place.named()))
            .toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String named =
        missing.stream().limit(NAMED_IN_REMARK).map(this::shown).collect(Collectors.joining(", "));
    int more = missing.size() - NAMED_IN_REMARK;
    List<String> ways = new ArrayList<>(List.of("--path DIR", "--profile toolchains"));
    List<ToolPlace> ofNix =
        missing.stream().filter(place -> place.real().startsWith("/nix/store")).toList();
    if (!ofNix.isEmpty()) {
      boolean ofTheProject =
          ofNix.stream().anyMatch(place -> place.named().startsWith(host.project().directory()));
      ways.add((ofTheProject ? "sandboxed allow and " : "") + "--devshell=env");
    }
    return Optional.of(
        Remark.of(
            "path.not-inside",
            String.join(", ", ways.subList(0, ways.size() - 1))
                + " or "
                + ways.getLast()
                + " adds what is on your PATH and not inside: "
                + named
                + (more > 0 ? " and " + more + " more" : "")));
  }

  private String shown(ToolPlace place) {
    Path home = host.person().home();
    return place.named().startsWith(home)
        ? Path.of("~").resolve(home.relativize(place.named())).toString()
        : place.named().toString();
  }
}
