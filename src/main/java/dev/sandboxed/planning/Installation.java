package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import dev.sandboxed.profile.TextSource;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where sandboxed itself is.
 *
 * @param home the directory with {@code profiles/}
 * @param provided the directory that a packaged launcher brings along, with profiles in it
 */
public record Installation(Path home, Optional<Path> provided) {

  /**
   * The name of the lowest profile of a session that is recorded. None of the person's has such a
   * name: there is no slash in one.
   */
  public static final String LEARNING = "learn/never";

  /**
   * The installation that the script starting this program names.
   *
   * @throws UserFailure if it names none
   */
  public static Installation in(Inquiry inquiry) {
    Optional<Path> home = inquiry.variable("SANDBOXED_HOME").map(Path::of);
    return new Installation(
        home.orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "cli.no-home",
                    "SANDBOXED_HOME is not set",
                    "start bin/sandboxed, which sets it"))),
        inquiry.variable("SANDBOXED_PROVIDED").map(Path::of));
  }

  /** The file of one of the person's own profiles. */
  public Path ownProfile(ToolDirectories directories, String name) {
    return ownProfiles(directories).resolve(name + ".toml");
  }

  /** The profiles and agents a person can name. */
  public ProfileLibrary library(HostProbe probe) {
    return library(probe, new TextFiles(probe.inquiry())::read);
  }

  /**
   * The same with other texts, as if they were saved.
   *
   * @param read gives the text of a file, if there is one
   */
  public ProfileLibrary library(HostProbe probe, Function<String, Optional<String>> read) {
    TextFiles files = new TextFiles(probe.inquiry());
    List<ProfileDirectory> shelves = new ArrayList<>();
    shelves.add(new ProfileDirectory("yours", ownProfiles(probe.toolDirectories()).toString()));
    shelves.add(new ProfileDirectory("this machine's", "/etc/sandboxed/profiles"));
    provided.ifPresent(directory ->
        shelves.add(
            new ProfileDirectory("this launcher's", directory.resolve("profiles").toString())));
    shelves.add(builtInProfiles());
    return new ProfileLibrary(
        shelves,
        new TextSource() {
          @Override
          public Optional<String> read(String file) {
            return read.apply(file);
          }

          @Override
          public List<String> list(String directory) {
            return files.names(directory);
          }
        });
  }

  /**
   * The profile that a person chose for a launch, by its name or its file, and everything it
   * extends, base first.
   *
   * @param project a file there does not count, nor one where any other sandbox could write: nobody
   *     would have allowed it
   */
  static List<Profile> chain(
      ProfileLibrary library, HostProbe probe, String chosen, Path workingDirectory, Path project) {
    if (!ProfileLibrary.isFile(chosen)) {
      return library.profileChain(chosen);
    }
    String expanded =
        chosen.startsWith("~/")
            ? probe.inquiry().variable("HOME").orElse("~") + chosen.substring(1)
            : chosen;
    Path file = workingDirectory.resolve(expanded).normalize();
    List<Profile> chain = library.profileChainOfFile(file.toString());
    // In this order: whoever could write it before it was read is on record by now.
    List<Path> places = new ArrayList<>(List.of(project));
    new WritablePlaces(probe.inquiry(), probe.toolDirectories().state())
        .all()
        .forEach(place -> places.add(place.path()));
    WritablePlaces.deciding(probe.inquiry(), file, places)
        .ifPresent(place -> {
          throw new UserFailure(
              Problem.of(
                  "profile.not-allowed",
                  "%s does not count as a profile: an agent may have written it, or led there, in %s"
                      .formatted(file, place.equals(project) ? "the project" : place),
                  """
                  if it says what you want, keep it where no sandbox writes: cp %s %s
                  what belongs to the project goes into its .sandboxed.toml, and sandboxed allow\
                  """
                      .formatted(
                          Quoted.forShell(file),
                          Quoted.forShell(ownProfiles(probe.toolDirectories())))));
        });
    return chain;
  }

  /** The profiles and agents that come with sandboxed. */
  public ProfileDirectory builtInProfiles() {
    return new ProfileDirectory("built in", home.resolve("profiles").toString());
  }

  /**
   * What no session sees while it is recorded, as it was read. Only what comes with sandboxed
   * counts.
   *
   * @throws UserFailure if it cannot be read whole
   */
  public Profile neverShown(Inquiry inquiry) {
    return ofLearn(inquiry, LEARNING, "never.toml");
  }

  /**
   * What such a session sees of the names that begin with a dot, in the same way.
   *
   * @throws UserFailure if it cannot be read whole
   */
  public Profile shownNames(Inquiry inquiry) {
    return ofLearn(inquiry, "learn/shown", "shown.toml");
  }

  private Profile ofLearn(Inquiry inquiry, String name, String list) {
    String file = home.resolve("profiles/learn").resolve(list).toString();
    String text =
        new TextFiles(inquiry)
            .read(file)
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "learn.no-list",
                        "there is no " + file + ", which says what is shown",
                        "install sandboxed again")));
    Reading<Profile> read = ProfileReader.read(name, file, text);
    if (!read.problems().isEmpty()) {
      throw new UserFailure(read.problems());
    }
    return read.value();
  }

  private static Path ownProfiles(ToolDirectories directories) {
    return directories.config().resolve("profiles");
  }
}
