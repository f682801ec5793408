package dev.sandboxed.git;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.host.survey.Details;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what git tracks or would record. It reads git's own files and does not start git, which
 * would obey the project's configuration. Where it cannot tell, it says that git tracks a file.
 */
public final class RecordProbe {

  // The index of half a million files.
  private static final int LARGEST_INDEX = 64 << 20;

  private static final int LARGEST_RULES = 1 << 20;

  private static final String POINTER = "gitdir: ";

  /** The directory of a work tree, and its own part of the repository. */
  private record Tree(Path top, Path repository) {}

  private final Inquiry inquiry;
  private final Map<Path, Optional<Tree>> trees = new HashMap<>();
  private final Map<Path, IgnoreRules> rules = new HashMap<>();
  private final IgnoreRules.Effort effort = new IgnoreRules.Effort();

  private RecordProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * Looks for some files in the repositories that they are in.
   *
   * @param files with symlinks resolved
   */
  public static Details look(Inquiry inquiry, Set<Path> certificates, Collection<Path> files) {
    RecordProbe probe = new RecordProbe(inquiry);
    Set<Path> tracked = new HashSet<>();
    Set<Path> offered = new HashSet<>();
    files.stream()
        .distinct()
        .filter(file -> probe.tree(file).isPresent())
        .collect(Collectors.groupingBy(file -> probe.tree(file).orElseThrow()))
        .forEach((tree, inIt) -> {
          tracked.addAll(probe.tracked(tree, inIt));
          inIt.stream().filter(file -> !probe.ignored(tree, file)).forEach(offered::add);
        });
    return new Details(certificates, tracked, offered);
  }

  private Optional<Tree> tree(Path file) {
    Path directory = file.getParent();
    if (directory == null) {
      return Optional.empty();
    }
    Optional<Tree> known = trees.get(directory);
    if (known == null) {
      Path git = directory.resolve(".git");
      known =
          inquiry.exists(git, LinkOption.NOFOLLOW_LINKS)
              ? Optional.of(new Tree(directory, repository(git)))
              : tree(directory);
      trees.put(directory, known);
    }
    return known;
  }

  private Path repository(Path git) {
    return text(git, LARGEST_RULES)
        .map(String::strip)
        .filter(text -> text.startsWith(POINTER))
        .map(text -> git.resolveSibling(text.substring(POINTER.length())).normalize())
        .orElse(git);
  }

  private List<Path> tracked(Tree tree, List<Path> files) {
    Map<String, Path> names = new HashMap<>();
    files.forEach(file -> names.put(tree.top().relativize(file).toString(), file));
    Path index = tree.repository().resolve("index");
    if (!inquiry.exists(index)) {
      return List.of();
    }
    return bytes(index, LARGEST_INDEX)
        .flatMap(bytes -> GitIndex.among(names.keySet(), bytes))
        .map(found -> found.stream().map(names::get).toList())
        .orElse(files);
  }

  private boolean ignored(Tree tree, Path file) {
    Path relative = tree.top().relativize(file);
    for (int parts = 1; parts <= relative.getNameCount(); parts++) {
      boolean directory = parts < relative.getNameCount();
      boolean ignored = ignored(tree, relative.subpath(0, parts), directory);
      if (ignored || !directory) {
        return ignored;
      }
    }
    return false;
  }

  /** The rules of the nearest directory count most. */
  private boolean ignored(Tree tree, Path path, boolean directory) {
    for (int parts = path.getNameCount() - 1; parts >= 0; parts--) {
      Path above = parts == 0 ? tree.top() : tree.top().resolve(path.subpath(0, parts));
      Optional<Boolean> verdict =
          rules(above.resolve(".gitignore"))
              .verdict(path.subpath(parts, path.getNameCount()).toString(), directory);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    return rules(tree.repository().resolve("info/exclude"))
        .verdict(path.toString(), directory)
        .orElse(false);
  }

  private IgnoreRules rules(Path file) {
    return rules.computeIfAbsent(
        file, _ -> IgnoreRules.of(text(file, LARGEST_RULES).orElse(""), effort));
  }

  private Optional<String> text(Path file, int most) {
    return bytes(file, most).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private Optional<byte[]> bytes(Path file, int most) {
    try {
      byte[] bytes = inquiry.beginning(file, most + 1, LinkOption.NOFOLLOW_LINKS);
      return bytes.length <= most ? Optional.of(bytes) : Optional.empty();
    } catch (IOException closed) {
      return Optional.empty();
    }
  }
}
