package dev.sandboxed.launch;

import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.policy.traps.Traps;
import dev.sandboxed.state.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the companion {@code traps} reads. */
final class TrapFiles {

  private TrapFiles() {}

  /** Words by the names of files; none if there is nothing to look for. */
  static Map<String, List<String>> of(Traps traps, LaunchTools tools, Path state) {
    if (traps.isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "words",
        List.of(
            traps.answer().value().word(),
            traps.project().toString(),
            StateDirectory.quarantine(state).toString(),
            tools.find().toString(),
            tools.trail().mv().toString(),
            tools.trail().chmod().toString()),
        "paths",
        Stream.concat(
                traps.missing().stream().flatMap(path -> Stream.of(path.toString(), "")),
                new TreeMap<>(traps.links())
                    .entrySet().stream()
                        .flatMap(link ->
                            Stream.of(link.getKey().toString(), link.getValue().toString())))
            .toList(),
        "patterns",
        traps.patterns().stream().map(TrapFiles::forBash).toList(),
        "known",
        traps.known().stream().map(Path::toString).toList());
  }

  /** The same pattern in bash's words: without a backslash it would know more wildcards. */
  private static String forBash(Glob glob) {
    String base = glob.base().toString().replaceAll("[^/A-Za-z0-9_.-]", "\\\\$0");
    return base + "/" + glob.pattern().replaceAll("[^/A-Za-z0-9_.*?-]", "\\\\$0");
  }
}
