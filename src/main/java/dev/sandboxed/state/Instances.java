package dev.sandboxed.state;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where agents keep their own state between launches: a directory for each project. */
public final class Instances {

  // 64 bits of the project's digest: enough to tell any number of projects apart, short enough for
  // a path.
  private static final int KEY_DIGITS = 16;

  private final Path root;

  /** Instances below a directory of the tool's own. */
  public Instances(Path stateDirectory) {
    root = stateDirectory.resolve("instances");
  }

  /** The instance of one project, whether it is there yet or not. */
  public Path ofProject(Path project, String agent) {
    return root.resolve(key(project)).resolve(agent);
  }

  /** The instance that all projects share which want that. */
  public Path shared(String agent) {
    return root.resolve("shared").resolve(agent);
  }

  /**
   * Makes an instance where it is missing, and the project's path beside it, for people and for gc.
   *
   * @throws UserFailure if the file system does not let us
   */
  public void prepare(Path instance, Path project) {
    PrivateFiles.directory(instance);
    if (instance.equals(ofProject(project, String.valueOf(instance.getFileName())))) {
      Path note = instance.resolveSibling("project");
      try {
        if (!Files.exists(note)) {
          Files.writeString(note, project + "\n");
        }
      } catch (IOException e) {
        throw notWritable(note, e);
      }
    }
  }

  /**
   * Makes sure that a login file can be mounted in an instance: a regular file has to be there, and
   * not a symlink that the agent left.
   *
   * @throws UserFailure if something else is in its place
   */
  public void prepareMountPoint(Path instance, String name) {
    Path file = instance.resolve(name);
    try {
      if (Files.isSymbolicLink(file)) {
        Files.delete(file);
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UserFailure(
          Problem.of(
              "state.in-the-way",
              file + " is in the way of the login that is mounted there",
              "move it away; it belongs to the agent's state of this project"));
    } catch (IOException e) {
      throw notWritable(file, e);
    }
  }

  private static UserFailure notWritable(Path path, IOException e) {
    return new UserFailure(
        Problem.of(
            "state.not-writable",
            "cannot write " + path + ": " + PrivateFiles.reason(e),
            "make room, or make its directory writable for you"));
  }

  private static String key(Path project) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(project.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, KEY_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
