package dev.sandboxed.commits;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.Leftovers;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The refs in a repository of the project. Git reaches them from a repository of sandboxed's that
 * has links to them in the place of its own. So it never reads the configuration beside them, which
 * an earlier session may have written and which names programs in more ways than can be switched
 * off: hooks that are no files (git 2.54), places from which what is missing is fetched. Nor does
 * it find a log to write to, which could be a link.
 */
final class PersonsRefs implements AutoCloseable {

  private static final int LARGEST_CONFIGURATION = 4 << 20;

  private final SafeGit git;
  private final Path directory;
  private final Path persons;
  private final String format;

  private PersonsRefs(SafeGit git, Path directory, Path persons, String format) {
    this.git = git;
    this.directory = directory;
    this.persons = persons;
    this.format = format;
  }

  /**
   * Makes that repository, in place of an earlier one.
   *
   * @param persons the repository in the project
   * @throws IOException also if the refs are not kept in files
   */
  static PersonsRefs of(SafeGit git, Path directory, Path persons) throws IOException {
    Path packed = persons.resolve("packed-refs");
    Node list = Node.at(packed);
    if (list.isThere() && !list.is(Node.Kind.FILE)) {
      throw new FileSystemException(packed.toString(), null, "it is not a regular file");
    }
    if (Node.at(persons.resolve("reftable")).isThere()) {
      throw new IOException("its refs are kept as a reftable, which is not read");
    }
    OwnRepository.make(directory, "");
    String format = format(git, directory, persons.resolve("config"));
    OwnRepository.make(directory, format);
    Files.createSymbolicLink(directory.resolve("refs"), persons.resolve("refs"));
    Files.createSymbolicLink(directory.resolve("packed-refs"), packed);
    return new PersonsRefs(git, directory, persons, format);
  }

  /** Read as text: what it includes stays closed. */
  private static String format(SafeGit git, Path directory, Path configuration) throws IOException {
    String text;
    try {
      text = BoundedFile.text(configuration, LARGEST_CONFIGURATION);
    } catch (NoSuchFileException none) {
      text = "";
    }
    return git.answer(
            git.call(
                    directory,
                    Map.of(),
                    "config",
                    "--file",
                    "-",
                    "--no-includes",
                    "--default",
                    "sha1",
                    "--get",
                    "extensions.objectFormat")
                .reading(text))
        .strip();
  }

  /** Of the objects: {@code sha1} or {@code sha256}. */
  String format() {
    return format;
  }

  /** The object of each, with whole names. */
  Map<String, String> all() throws IOException {
    String answer =
        git.answer(
            git.call(directory, objects(), "for-each-ref", "--format=%(objectname) %(refname)"));
    Map<String, String> all = new HashMap<>();
    for (String line : answer.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        all.put(line.substring(space + 1), line.substring(0, space));
      }
    }
    return all;
  }

  /**
   * Sets and removes some, all or none.
   *
   * @param words for {@code git update-ref}; empty for nothing to do
   */
  void change(List<String> words) throws IOException {
    if (!words.isEmpty()) {
      git.answer(
          // A ref that an earlier agent made may be another name for a branch of the person.
          git.call(directory, objects(), "update-ref", "--no-deref", "--stdin")
              .reading(String.join("\n", words) + "\n"));
    }
  }

  private Map<String, String> objects() {
    return Map.of("GIT_OBJECT_DIRECTORY", persons.resolve("objects").toString());
  }

  /** Removes that repository, not the refs. */
  @Override
  public void close() {
    Leftovers.delete(directory);
  }
}
