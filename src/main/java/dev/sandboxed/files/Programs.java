package dev.sandboxed.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds programs on PATH.
 *
 * <p>What sandboxed runs on the host must not come from a place that an agent can write: a {@code
 * bwrap} planted in the project's {@code bin/} would run outside every sandbox. So relative entries
 * of PATH and those inside the project are left out.
 */
public final class Programs {

  private final Inquiry inquiry;
  private final List<Path> directories;

  private Programs(Inquiry inquiry, List<Path> directories) {
    this.inquiry = inquiry;
    this.directories = List.copyOf(directories);
  }

  /** The programs in all absolute entries of a PATH. */
  public static Programs on(Inquiry inquiry, String path) {
    List<Path> directories = new ArrayList<>();
    for (String entry : path.split(":", -1)) {
      if (entry.startsWith("/")) {
        directories.add(Path.of(entry));
      }
    }
    return new Programs(inquiry, directories);
  }

  /** The programs in these directories; earlier ones come first. */
  public static Programs in(Inquiry inquiry, List<Path> directories) {
    return new Programs(inquiry, directories);
  }

  /** The same without the entries that lie in {@code directory} or lead into it. */
  public Programs outside(Path directory) {
    return new Programs(
        inquiry,
        directories.stream()
            .filter(entry -> !entry.startsWith(directory))
            .filter(entry -> !PathProbe.look(inquiry, entry).real().startsWith(directory))
            .toList());
  }

  /** The first executable file with that name, as PATH names it. */
  public Optional<Path> find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> inquiry.isFile(file) && inquiry.isExecutable(file))
        .findFirst();
  }

  /** How they are looked for. */
  public Inquiry inquiry() {
    return inquiry;
  }

  public List<Path> directories() {
    return directories;
  }

  /**
   * An environment with these directories as its PATH: for a program that starts others by name, as
   * every script does whose first line names {@code env}.
   *
   * @param base all other variables
   */
  public Map<String, String> environment(Map<String, String> base) {
    Map<String, String> environment = new HashMap<>(base);
    environment.put(
        "PATH", directories.stream().map(Path::toString).collect(Collectors.joining(":")));
    return environment;
  }
}
