package dev.sandboxed.profile;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Files that exist only in a test. */
final class TextsInMemory implements TextSource {

  private final Map<String, String> files = new TreeMap<>();
  private final Set<String> unreadable = new HashSet<>();

  TextsInMemory with(String file, String text) {
    files.put(file, text);
    return this;
  }

  TextsInMemory withUnreadable(String file) {
    unreadable.add(file);
    return with(file, "");
  }

  @Override
  public Optional<String> read(String file) {
    if (unreadable.contains(file)) {
      throw new UserFailure(Problem.of("host.unreadable", file + " cannot be read", ""));
    }
    return Optional.ofNullable(files.get(file));
  }

  @Override
  public List<String> list(String directory) {
    String start = directory + "/";
    return files.keySet().stream()
        .filter(file -> file.startsWith(start))
        .map(file -> file.substring(start.length()))
        .filter(file -> file.indexOf('/') < 0)
        .toList();
  }
}
