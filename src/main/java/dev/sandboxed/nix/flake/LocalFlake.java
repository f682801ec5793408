package dev.sandboxed.nix.flake;

import dev.sandboxed.files.Inquiry;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A dev shell of a flake on this machine.
 *
 * @param base the directory that the person named, even if an agent writes into it: no component of
 *     it is a link
 * @param directory where flake.nix is below the base; empty for the base itself. No link is
 *     followed on the way, since an agent can make one. An evaluation sees no file outside this
 *     directory, even if it is part of a larger repository
 * @param attribute see {@link Installable.Local}
 */
public record LocalFlake(Path base, String directory, String attribute) {

  /** The project itself. */
  public static final String TOP = ".";

  public static final String FLAKE = "flake.nix";
  public static final String LOCK = "flake.lock";

  /**
   * The flake of an installable.
   *
   * @param project its real path
   */
  public static LocalFlake of(Inquiry inquiry, Installable.Local installable, Path project) {
    Path directory = installable.directory();
    return directory.startsWith(project)
        ? new LocalFlake(project, project.relativize(directory).toString(), installable.attribute())
        : new LocalFlake(real(inquiry, directory), "", installable.attribute());
  }

  /** The directory of flake.nix, for people. */
  public Path top() {
    return base.resolve(directory);
  }

  /** As a person in the top directory would write it. */
  public String words() {
    return attribute.isEmpty() ? "." : ".#" + attribute;
  }

  /** As messages show it. */
  public String shown() {
    return "%s#%s".formatted(top(), attribute.isEmpty() ? "default" : attribute);
  }

  private static Path real(Inquiry inquiry, Path path) {
    try {
      return inquiry.real(path);
    } catch (IOException absent) {
      return path; // Then there is no flake.nix in it either.
    }
  }
}
