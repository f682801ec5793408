package dev.sandboxed.commits;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.snapshot.Change;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A repository of sandboxed's with the objects that an agent made, and nothing else of the agent's:
 * no configuration, hook, index, list of other places for objects, index of a pack or graph of
 * commits. The person's objects can be read in it. From here only what is whole and well-formed
 * goes on.
 */
final class Quarantine {

  // What git calls the files of objects, for either kind of digest.
  private static final Pattern LOOSE =
      Pattern.compile("objects/[0-9a-f]{2}/[0-9a-f]{38}([0-9a-f]{24})?");
  private static final Pattern PACK = Pattern.compile("objects/pack/pack-[0-9a-f]{40,64}\\.pack");

  // gitformat-pack(5): the number of objects is the third word of four bytes.
  private static final int HEADER = 12;
  private static final int COUNT = 8;

  private final SafeGit git;
  private final Path directory;
  private final Path persons;

  private Quarantine(SafeGit git, Path directory, Path persons) {
    this.git = git;
    this.directory = directory;
    this.persons = persons;
  }

  /**
   * Makes one, in place of an earlier one.
   *
   * @param format of the person's repository: {@code sha1} or {@code sha256}
   */
  static Quarantine of(SafeGit git, Path directory, AgentRepository repository, String format)
      throws IOException {
    OwnRepository.make(directory, format);
    PrivateFiles.directory(directory.resolve("refs"));
    Quarantine quarantine = new Quarantine(git, directory, repository.directory());
    quarantine.fill(repository);
    return quarantine;
  }

  private void fill(AgentRepository repository) throws IOException {
    Path shallow = persons.resolve("shallow");
    if (Node.at(shallow).is(Node.Kind.FILE)) {
      Files.copy(shallow, directory.resolve("shallow"));
    }
    for (Map.Entry<Path, Change> entry : repository.changes().entrySet()) {
      if (entry.getValue().now().is(Node.Kind.FILE) && !entry.getValue().was().isThere()) {
        take(entry.getKey().toString(), entry.getValue());
      }
    }
  }

  private void take(String name, Change change) throws IOException {
    if (PACK.matcher(name).matches()) {
      // Git reads it where it is, and no further than it is a pack: a file that is all hole can be
      // larger than any disk.
      git.answer(
          git.call(directory, others(), "index-pack", "--stdin").readingFile(change.source()));
    } else if (LOOSE.matcher(name).matches()) {
      Path copy = directory.resolve(name);
      PrivateFiles.directory(copy.resolveSibling(""));
      try (InputStream file = AgentRepository.open(change)) {
        if (!LooseObject.copy(file, copy)) {
          // Another object, or none, that would be read in place of the one of that name.
          Files.delete(copy);
        }
      }
    }
  }

  /** Where the person's objects are: in the same quotes as in C, so every path can be said. */
  private Map<String, String> others() {
    String path = persons.resolve("objects").toString().replace("\\", "\\\\").replace("\"", "\\\"");
    return Map.of("GIT_ALTERNATE_OBJECT_DIRECTORIES", "\"" + path.replace("\n", "\\n") + "\"");
  }

  /** Those of some objects that are here or in the person's repository. */
  Set<String> present(Collection<String> objects) throws IOException {
    String answer =
        git.answer(
            git.call(directory, others(), "cat-file", "--batch-check=%(objectname) %(objecttype)")
                .reading(String.join("\n", objects) + "\n"));
    Set<String> present = new LinkedHashSet<>();
    for (String line : answer.split("\n", -1)) {
      if (!line.endsWith(" missing") && line.contains(" ")) {
        present.add(line.substring(0, line.indexOf(' ')));
      }
    }
    return present;
  }

  /**
   * Brings to the person's repository what it lacks of some objects and of all that they need. Git
   * makes one pack of it, and looks at each object in it as a fetch with {@code
   * transfer.fsckObjects} does.
   *
   * @param had objects of the person of which all that they need is there
   */
  void release(Collection<String> wanted, Collection<String> had) throws IOException {
    Path pack = directory.resolve("released");
    git.run(
        git.call(
                directory,
                others(),
                "pack-objects",
                "--revs",
                "--local",
                "--stdout",
                "--delta-base-offset",
                "--no-use-bitmap-index",
                "-q")
            .reading(
                String.join("\n", wanted)
                    + "\n--not\n"
                    + String.join("\n", had)
                    + (had.isEmpty() ? "" : "\n")),
        pack);
    if (!isEmpty(pack)) {
      git.answer(
          git.call(
                  directory,
                  Map.of("GIT_OBJECT_DIRECTORY", persons.resolve("objects").toString()),
                  "index-pack",
                  "--strict",
                  "--stdin")
              .readingFile(pack));
    }
  }

  private static boolean isEmpty(Path pack) throws IOException {
    try (InputStream file = Files.newInputStream(pack)) {
      byte[] header = file.readNBytes(HEADER);
      for (int at = COUNT; at < header.length; at++) {
        if (header[at] != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
