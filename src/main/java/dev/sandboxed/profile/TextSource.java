package dev.sandboxed.profile;

import java.util.List;
import java.util.Optional;

/** Where the text of files comes from: this room opens none itself. */
public interface TextSource {

  /**
   * The content of a UTF-8 file; empty if there is no such file.
   *
   * @throws dev.sandboxed.problem.UserFailure if it is there and cannot be read, or is not UTF-8
   */
  Optional<String> read(String file);

  /**
   * The names of the files in a directory; empty if there is no such directory.
   *
   * @throws dev.sandboxed.problem.UserFailure if it is there and cannot be read
   */
  List<String> list(String directory);
}
