package dev.sandboxed.policy.paths;

import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.RootLayout;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The layer below all others: the parts that make up every sandbox on this machine. */
public final class BaseSystem {

  private static final Path LOCAL_TIME = Path.of("/etc/localtime");

  private BaseSystem() {}

  /** The paths every sandbox has. Their patterns are literal. */
  static List<PathRule> rules(HostFacts host) {
    List<PathRule> rules = new ArrayList<>();
    switch (host.system().layout()) {
      case RootLayout.Usr usr -> {
        usr.directories().forEach(path -> rules.add(read(path, "this machine's programs")));
        etc(host, usr.etc()).forEach(rules::add);
      }
      case RootLayout.Store store -> etc(host, store.etc()).forEach(rules::add);
    }
    rules.add(rule(Access.WRITE, host.project().directory(), "the project"));
    return rules;
  }

  /** What is a link inside is not mounted as well. */
  private static Stream<PathRule> etc(HostFacts host, List<Path> etc) {
    return etc.stream()
        .filter(path -> !path.equals(LOCAL_TIME) || host.system().localTime().isEmpty())
        .map(path -> read(path, "configuration that programs need"));
  }

  public static List<RootLink> links(HostFacts host) {
    List<RootLink> links = new ArrayList<>();
    // Programs take the name of the time zone from where it leads.
    host.system()
        .localTime()
        .ifPresent(target -> links.add(link(LOCAL_TIME, target, "the name of your time zone")));
    switch (host.system().layout()) {
      case RootLayout.Usr usr ->
          usr.links()
              .forEach((path, target) -> links.add(link(path, target, "as on this machine")));
      case RootLayout.Store store -> {
        Optional.ofNullable(store.tools().get("bash"))
            .ifPresent(bash ->
                links.add(link(Path.of("/bin/sh"), bash.toString(), "scripts start with it")));
        Optional.ofNullable(store.tools().get("env"))
            .ifPresent(env ->
                links.add(link(Path.of("/usr/bin/env"), env.toString(), "scripts start with it")));
      }
    }
    return links;
  }

  /** The launcher's own programs, and the base tools of a store host: these make up its root. */
  public static List<StoreRoot> storeRoots(HostFacts host) {
    Stream<StoreRoot> provided =
        host.provided().path().stream()
            .flatMap(directory -> StorePath.containing(directory.toString()).stream())
            .map(path -> new StoreRoot(path, new Origin.BuiltIn("comes with this launcher")));
    return Stream.concat(provided, tools(host)).toList();
  }

  private static Stream<StoreRoot> tools(HostFacts host) {
    return switch (host.system().layout()) {
      case RootLayout.Usr usr -> Stream.empty();
      case RootLayout.Store store ->
          store.tools().entrySet().stream()
              // If several tools share a path, the last reason is the one that is shown.
              .sorted(Map.Entry.comparingByKey())
              .flatMap(tool ->
                  StorePath.containing(tool.getValue().toString()).stream()
                      .map(path ->
                          new StoreRoot(path, new Origin.BuiltIn("base tool " + tool.getKey()))));
    };
  }

  /** Directories of programs, in the order of PATH. */
  public static List<String> path(HostFacts host) {
    Stream<String> provided = host.provided().path().stream().map(Path::toString);
    return Stream.concat(provided, machinePath(host).stream()).distinct().toList();
  }

  private static List<String> machinePath(HostFacts host) {
    return switch (host.system().layout()) {
      case RootLayout.Usr usr ->
          List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");
      case RootLayout.Store store ->
          store.tools().values().stream()
              .map(tool -> tool.resolveSibling("").toString())
              .distinct()
              .sorted()
              .toList();
    };
  }

  private static RootLink link(Path path, String target, String why) {
    return new RootLink(path, target, new Origin.BuiltIn(why));
  }

  private static PathRule read(Path path, String why) {
    return rule(Access.READ, path, why);
  }

  private static PathRule rule(Access access, Path path, String why) {
    return new PathRule(access, path.toString(), true, new Origin.BuiltIn(why));
  }
}
