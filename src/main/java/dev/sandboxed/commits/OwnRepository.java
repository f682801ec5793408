package dev.sandboxed.commits;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import java.nio.file.Path;

/** A repository of sandboxed's, of which nobody else wrote the configuration. */
final class OwnRepository {

  private OwnRepository() {}

  /**
   * Makes one without refs and objects, in place of an earlier one.
   *
   * @param format of its objects: {@code sha1} or {@code sha256}
   */
  static void make(Path directory, String format) {
    Leftovers.delete(directory);
    PrivateFiles.directory(directory.resolve("objects/pack"));
    PrivateFiles.file(directory.resolve("HEAD"), "ref: refs/heads/none\n");
    PrivateFiles.file(
        directory.resolve("config"),
        "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
            + (format.equals("sha256") ? "[extensions]\n\tobjectFormat = sha256\n" : ""));
  }
}
