package dev.sandboxed.cli.mcp;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.files.write.OthersFile;
import dev.sandboxed.mcp.ServersFile;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file that a person named.
 *
 * @param named as they named it, fit to be shown
 * @param beside the directory where they named it
 * @param place where it is, with no symlink on the way
 * @param text what it held when it was read
 */
record SettingsFile(String named, Path beside, Path place, String text, ServersFile servers) {

  /**
   * Reads it.
   *
   * @throws UserFailure if it is missing, or is not JSON
   */
  static SettingsFile read(Inquiry inquiry, Path workingDirectory, String named) {
    String shown = Printable.whole(named);
    Path asNamed = workingDirectory.resolve(named);
    Path place;
    try {
      place = inquiry.real(asNamed);
    } catch (IOException missing) {
      // Reading it says what is in the way.
      place = asNamed;
    }
    String text =
        new TextFiles(inquiry, OthersFile.LARGEST)
            .read(place.toString())
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of("file.missing", "there is no file " + shown, "is its name right?")));
    return new SettingsFile(
        shown, asNamed.resolveSibling(""), place, text, ServersFile.read(shown, text));
  }

  /** What its difference is headed with. */
  String heading() {
    return String.valueOf(place.getFileName());
  }

  /** Puts another text in its place, unless somebody else has. */
  void write(String after) {
    OthersFile.replace(place, text, after);
  }
}
