package dev.sandboxed.profile;

import dev.sandboxed.problem.UserFailure;

/** The profile that a project brings along, which counts only if a person allowed it. */
public final class ProjectProfile {

  /** Its name, in the project's top directory. */
  public static final String FILE = ".sandboxed.toml";

  private ProjectProfile() {}

  /**
   * Reads one.
   *
   * @param path as shown to people
   * @throws UserFailure with everything that is wrong with it
   */
  public static Profile read(String path, String text) {
    Reading<Profile> reading = ProfileReader.readOfProject(path, text);
    if (!reading.problems().isEmpty()) {
      throw new UserFailure(reading.problems());
    }
    return reading.value();
  }
}
