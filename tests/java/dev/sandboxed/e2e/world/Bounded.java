package dev.sandboxed.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Control groups that are this user's, and that hold whatever is started in them to 2 GiB and 800
 * processes, so that an attack whose defence fails does not take the machine along. Root makes them
 * for whoever runs the tests: see tests/bash/tester.
 */
public final class Bounded {

  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final List<Path> groups;

  private Bounded(List<Path> groups) {
    this.groups = groups;
  }

  /** Those of this user. */
  public static Bounded groups() {
    String name = "sandboxed-tests." + System.getProperty("user.name");
    List<Path> found = new ArrayList<>();
    for (Path mount : mounts()) {
      Path unified = mount.resolve(name).resolve("bounded");
      Path group = mount.resolve(name);
      if (Files.isDirectory(unified)) {
        found.add(unified);
      } else if (Files.isWritable(group)) {
        found.add(group);
      }
    }
    if (found.isEmpty()) {
      throw new AssertionError(
          "there is no control group for these tests: run tests/run as root, or have root make "
              + MOUNT.resolve(name)
              + " as tests/bash/tester does");
    }
    return new Bounded(found);
  }

  private static List<Path> mounts() {
    try (Stream<Path> inside = Files.list(MOUNT)) {
      return Stream.concat(Stream.of(MOUNT), inside.filter(Files::isDirectory).sorted()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that others are started behind. */
  public String[] entrance() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                """
                count=$1 && shift
                for ((; count > 0; count--)); do echo $$ >"$1" && shift || exit 99; done
                exec "$@"
                """,
                "bash",
                Integer.toString(groups.size())));
    groups.forEach(group ->
        words.add(
            (Files.isDirectory(group.resolve("shell")) ? group.resolve("shell") : group)
                + "/cgroup.procs"));
    return words.toArray(String[]::new);
  }

  /** What launchers have made in them and not removed. */
  public List<Path> made() {
    return groups.stream()
        .flatMap(group -> {
          try (Stream<Path> inside = Files.list(group)) {
            return inside
                .filter(entry -> entry.getFileName().toString().startsWith("sandboxed."))
                .toList()
                .stream();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })
        .toList();
  }

  /** The text of the first file of one of these names in a group that a launcher has made. */
  public String setting(String... names) {
    return made().stream()
        .flatMap(group -> Stream.of(names).map(group::resolve))
        .filter(Files::exists)
        .map(file -> HostProcess.text(file).strip())
        .findFirst()
        .orElse("");
  }
}
