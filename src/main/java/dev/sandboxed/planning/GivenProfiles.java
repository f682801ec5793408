package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.TextSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Profile files that a person names, wherever they are, in front of the built-in ones. Nothing else
 * is known here, neither the person's own profiles nor the machine's.
 */
public final class GivenProfiles {

  private static final String SUFFIX = ".toml";

  private final TextFiles files;
  private final ProfileDirectory builtIn;
  private final Map<String, String> fileByName = new LinkedHashMap<>();
  private final Findings findings = new Findings();

  private GivenProfiles(Inquiry inquiry, ProfileDirectory builtIn) {
    this.files = new TextFiles(inquiry);
    this.builtIn = builtIn;
  }

  /**
   * Reads them all.
   *
   * @param places files {@code NAME.toml}, and directories of them
   * @return the names, in the order given
   * @throws UserFailure with everything that is wrong with any of them or with what they extend
   */
  public static List<String> check(Inquiry inquiry, List<String> places, ProfileDirectory builtIn) {
    GivenProfiles given = new GivenProfiles(inquiry, builtIn);
    places.forEach(place -> given.findings.run(() -> given.take(place)));
    ProfileLibrary library = given.library();
    given.fileByName.keySet().forEach(name -> given.findings.of(() -> library.profileChain(name)));
    given.findings.check();
    return List.copyOf(given.fileByName.keySet());
  }

  private void take(String place) {
    if (place.endsWith(SUFFIX)) {
      takeFile(place);
      return;
    }
    List<String> found =
        files.names(place).stream()
            .filter(file -> file.endsWith(SUFFIX))
            .map(file -> place + "/" + file)
            .toList();
    if (found.isEmpty()) {
      throw failure(
          "profile.none-there",
          "there is no profile in " + place,
          "name a file NAME.toml, or a directory that contains some");
    }
    found.forEach(file -> findings.run(() -> takeFile(file)));
  }

  private void takeFile(String file) {
    int slash = file.lastIndexOf('/');
    String name = file.substring(slash + 1, file.length() - SUFFIX.length());
    String path = slash < 0 ? "./" + file : file;
    if (files.read(path).isEmpty()) {
      throw failure("file.missing", "there is no file " + file, "is its name right?");
    }
    String other = fileByName.putIfAbsent(name, path);
    if (other != null && !other.equals(path)) {
      throw failure(
          "profile.same-name",
          other + " and " + path + " are both the profile " + name,
          "check them separately, or rename one");
    }
  }

  /** Each name is taken only once, so it makes no difference which directory is asked first. */
  private ProfileLibrary library() {
    Set<String> given = Set.copyOf(fileByName.values());
    List<ProfileDirectory> shelves = new ArrayList<>();
    given.stream()
        .map(file -> file.substring(0, file.lastIndexOf('/')))
        .distinct()
        .sorted()
        .map(directory -> new ProfileDirectory("given", directory))
        .forEach(shelves::add);
    shelves.add(builtIn);
    return new ProfileLibrary(shelves, new Texts(given));
  }

  private final class Texts implements TextSource {

    private final Set<String> given;

    Texts(Set<String> given) {
      this.given = given;
    }

    @Override
    public Optional<String> read(String file) {
      return isThere(file) ? files.read(file) : Optional.empty();
    }

    @Override
    public List<String> list(String directory) {
      return files.names(directory).stream()
          .filter(name -> isThere(directory + "/" + name))
          .toList();
    }

    private boolean isThere(String file) {
      return given.contains(file) || file.startsWith(builtIn.directory() + "/");
    }
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
