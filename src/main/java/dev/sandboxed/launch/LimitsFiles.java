package dev.sandboxed.launch;

import dev.sandboxed.policy.limits.Enclosure;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.limits.LimitsRequest;
import dev.sandboxed.profile.limits.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files from which src/main/bash/limits knows what a session is held to. */
final class LimitsFiles {

  // bash's ulimit counts files in these.
  private static final int BLOCK = 1024;

  private LimitsFiles() {}

  /** The words of each file, by its name in the directory {@code limits}. */
  static Map<String, List<String>> of(Limits limits) {
    Map<String, List<String>> files = new TreeMap<>();
    if (!limits.needLauncher()) {
      return files;
    }
    LimitsRequest asked = limits.asked();
    Optional<Located<Span>> runtime = asked.runtime();
    files.put(
        "process",
        List.of(
            text(asked.openFiles().map(Located::value)),
            text(asked.fileSize().map(size -> size.value().bytes() / BLOCK)),
            text(asked.tasks().filter(_ -> limits.tasksByNamespace()).map(Located::value))));
    runtime.ifPresent(span ->
        files.put(
            "clock",
            List.of(
                limits.setsid().orElseThrow().toString(),
                Long.toString(span.value().seconds()),
                "%s, as runtime says (%s)".formatted(span.value(), span.origin().describe()))));
    limits
        .enclosure()
        .ifPresent(enclosure -> {
          switch (enclosure) {
            case Enclosure.Own own -> {
              files.put("own", List.of(own.mkdir().toString(), own.rmdir().toString()));
              files.put("groups", words(own.groups()));
            }
            case Enclosure.Scope scope -> {
              files.put("entrance", entrance(scope));
              files.put("groups", words(List.of(scope.group())));
            }
          }
        });
    return files;
  }

  /**
   * The command that systemd puts into a group of its own. The first variables are for it, and
   * nobody behind it has any.
   */
  private static List<String> entrance(Enclosure.Scope scope) {
    String runtime = scope.runtimeDirectory().toString();
    List<String> words =
        new ArrayList<>(
            List.of(
                "/usr/bin/env",
                "XDG_RUNTIME_DIR=" + runtime,
                "DBUS_SESSION_BUS_ADDRESS=unix:path=" + runtime + "/bus",
                scope.program().toString(),
                "--user",
                "--scope",
                "--quiet",
                "--collect"));
    scope.properties().forEach(property -> words.add("--property=" + property));
    words.addAll(List.of("--", "/usr/bin/env", "-i"));
    return List.copyOf(words);
  }

  /** For each group where it is made, how many settings it has, and three words for each. */
  private static List<String> words(List<Enclosure.Group> groups) {
    List<String> words = new ArrayList<>();
    for (Enclosure.Group group : groups) {
      words.add(group.parent().toString());
      words.add(Integer.toString(group.settings().size()));
      group
          .settings()
          .forEach(setting ->
              words.addAll(
                  List.of(setting.file(), setting.value(), setting.optional() ? "optional" : "")));
    }
    return List.copyOf(words);
  }

  private static String text(Optional<? extends Number> number) {
    return number.map(String::valueOf).orElse("");
  }
}
