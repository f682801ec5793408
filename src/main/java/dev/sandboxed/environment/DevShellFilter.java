package dev.sandboxed.environment;

import dev.sandboxed.nix.shell.ActiveDevShell;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sorts a raw dev shell into what is forwarded, what only its hook gets, and what is dropped. */
final class DevShellFilter {

  private static final String HOOK = "shellHook";

  private static final String PATH = "PATH";
  private static final String DATA = "XDG_DATA_DIRS";

  // In a build these name files of the build.
  private static final Map<String, Path> ATTRIBUTES =
      Map.of(
          "NIX_ATTRS_JSON_FILE", ShellHook.ATTRIBUTES_JSON,
          "NIX_ATTRS_SH_FILE", ShellHook.ATTRIBUTES_BASH);

  // The name of a store path may also end with the punctuation of a sentence.
  private static final Pattern END_OF_WORD = Pattern.compile("[.?=]+$");

  // No program needs a derivation, and Nix would take it for its outputs.
  private static final String RECIPE = ".drv";

  private final DevEnv shell;
  private final OutputPaths outputs;
  private final Optional<String> hook;
  private final boolean runs;
  private final Origin hookOrigin;
  private final boolean asked;
  private final ReservedVariables reserved;

  private final List<Variable.Set> variables = new ArrayList<>();
  private final List<String> path = new ArrayList<>();
  private final List<String> data = new ArrayList<>();
  private final List<StoreRoot> roots = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final HookScript script;
  private final Map<Path, String> files = new TreeMap<>();

  /**
   * Sorts nothing yet.
   *
   * @param asked whether the hook should run
   * @param steering globs of what steers the agents there are
   */
  DevShellFilter(DevEnv shell, Path project, boolean asked, List<String> steering) {
    this.shell = shell;
    this.asked = asked;
    reserved = new ReservedVariables(steering);
    outputs = OutputPaths.of(shell, project);
    hook = active() ? Optional.empty() : hook(shell);
    runs = asked && hook.isPresent();
    hookOrigin = origin(HOOK);
    script = new HookScript(outputs);
  }

  private static Optional<String> hook(DevEnv shell) {
    return shell.variables().stream()
        .filter(variable -> variable.name().equals(HOOK))
        .flatMap(variable -> text(variable).stream())
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  ForwardedShell sorted() {
    shell.structuredAttrs().ifPresent(this::sort);
    shell.variables().forEach(this::sort);
    path.forEach(entry -> addRoots(entry, origin(PATH)));
    data.forEach(entry -> addRoots(entry, origin(DATA)));
    shell.functions().forEach(this::sort);
    return new ForwardedShell(variables, path, data, roots, dropped, running(), ofTheHook());
  }

  private void sort(DevEnv.Variable variable) {
    String name = variable.name();
    Path attributes = ATTRIBUTES.get(name);
    if (hook.isPresent() && name.equals(HOOK)) {
      return;
    }
    if (attributes != null && files.containsKey(attributes)) {
      variables.add(new Variable.Set(name, attributes.toString(), origin(name)));
      return;
    }
    if (variable instanceof DevEnv.Exported exported) {
      String value = outputs.in(exported.value());
      if (name.equals(PATH)) {
        path.addAll(storeEntries(value));
        return;
      }
      if (name.equals(DATA)) {
        data.addAll(storeEntries(value));
        return;
      }
      if (reserved.whyNotForwarded(name).isEmpty()) {
        variables.add(new Variable.Set(name, value, origin(name)));
        addRoots(value, origin(name));
        return;
      }
    }
    if (runs && reserved.whyNotInside(name).isEmpty()) {
      script.add(variable);
    } else {
      dropped.add(name + ": " + why(variable));
    }
  }

  private String why(DevEnv.Variable variable) {
    return switch (variable) {
      case DevEnv.Exported exported -> reserved.whyNotForwarded(exported.name());
      case DevEnv.Local local -> inside(local, "not exported");
      case DevEnv.Indexed array -> inside(array, "an array, which an environment cannot hold");
      case DevEnv.Associative array ->
          inside(array, "an associative array, which an environment cannot hold");
    };
  }

  /** A variable that a hook could have is dropped only because of its name, not its kind. */
  private String inside(DevEnv.Variable variable, String why) {
    return runs ? reserved.whyNotInside(variable.name()) : why;
  }

  private void sort(String function, String body) {
    if (!runs) {
      dropped.add(function + ": a shell function, which an environment cannot hold");
    } else if (HookScript.canName(function)) {
      script.add(function, body);
    } else {
      dropped.add(function + ": a shell function whose name is not a plain word");
    }
  }

  private void sort(DevEnv.StructuredAttrs attributes) {
    if (!runs) {
      dropped.add("structured attributes: they belong to the build");
      return;
    }
    files.put(ShellHook.ATTRIBUTES_JSON, attributes.json());
    files.put(ShellHook.ATTRIBUTES_BASH, attributes.bash());
  }

  private Optional<ShellHook> running() {
    if (!runs) {
      return Optional.empty();
    }
    String text = outputs.in(hook.orElseThrow());
    files.put(ShellHook.SCRIPT, script.ending(text));
    files.values().forEach(file -> addSpokenOf(outputs.in(file)));
    return Optional.of(new ShellHook(new Located<>(text, hookOrigin), files));
  }

  private Optional<Remark> ofTheHook() {
    if (runs) {
      return Optional.of(
          Remark.of(
              "devshell.hook-runs",
              "the dev shell's shellHook runs inside before the agent; what it exports reaches the agent,"
                  + " ANTHROPIC_* and *_PROXY too"));
    }
    if (hook.isPresent()) {
      return Optional.of(
          Remark.of(
              "devshell.hook-not-run",
              "the dev shell's shellHook is not run; shell_hook = true below [devshell] in a profile runs"
                  + " it inside"));
    }
    return asked && active()
        ? Optional.of(
            Remark.of(
                "devshell.hook-has-run",
                "the dev shell around the command has already run its shellHook; it is not run again"))
        : Optional.empty();
  }

  private boolean active() {
    return shell.installable().equals(ActiveDevShell.INSTALLABLE);
  }

  private static Optional<String> text(DevEnv.Variable variable) {
    return switch (variable) {
      case DevEnv.Exported exported -> Optional.of(exported.value());
      case DevEnv.Local local -> Optional.of(local.value());
      case DevEnv.Indexed array -> Optional.empty();
      case DevEnv.Associative array -> Optional.empty();
    };
  }

  /**
   * Entries that a build put on a search path outside the store ({@code /path-not-set}, {@code
   * /usr/bin}) do not belong to the shell.
   */
  private static List<String> storeEntries(String searchPath) {
    return Stream.of(searchPath.split(":", -1))
        .filter(entry -> StorePath.containing(entry).isPresent())
        .distinct()
        .toList();
  }

  private void addRoots(String value, Origin origin) {
    StorePath.namedIn(value).forEach(named -> roots.add(new StoreRoot(named, origin)));
  }

  /** A program may mention paths that it does not use, some of them in a sentence. */
  private void addSpokenOf(String text) {
    StorePath.namedIn(text).stream()
        .map(StorePath::path)
        .flatMap(path -> Stream.of(path, END_OF_WORD.matcher(path).replaceFirst("")))
        .distinct()
        .filter(path -> !path.endsWith(RECIPE))
        .flatMap(path -> StorePath.of(path).stream())
        .forEach(path -> roots.add(new StoreRoot(path, hookOrigin, false)));
  }

  private Origin origin(String variable) {
    return new Origin.DevShell(shell.installable(), variable);
  }
}
