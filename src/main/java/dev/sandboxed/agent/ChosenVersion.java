package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.toml.TextRule;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The version of a fetched agent that a person chose in place of the pinned one. It is kept beside
 * the versions, where no sandbox sees anything.
 *
 * <p>A choice counts as long as its files are there, and until the definition pins another version
 * that is newer than the chosen one.
 */
public final class ChosenVersion {

  // What begins with a dot is no version.
  private static final String NAME = ".chosen";

  private static final int LARGEST = 1000;

  private static final Pattern EXACT = Pattern.compile(TextRule.EXACT_VERSION.regex());

  private ChosenVersion() {}

  /** Whether this is one exact version, so that it may be a part of a path. */
  public static boolean isExact(String version) {
    return version.length() < 100 && EXACT.matcher(version).matches();
  }

  /** The package in the version that is used: the chosen one, else the pinned one. */
  public static AgentDefinition.Install used(
      Inquiry inquiry, Path dataDirectory, String agent, AgentDefinition.Install pinned) {
    Path directory = NpmAgents.directory(dataDirectory).resolve(agent);
    return read(inquiry, directory.resolve(NAME), pinned.version())
        .map(version -> at(pinned, version))
        .filter(install ->
            inquiry.isFile(
                directory.resolve(install.version()).resolve(NpmAgents.relative(install))))
        .orElse(pinned);
  }

  /**
   * Makes it the one that is used from the next launch on.
   *
   * @throws UserFailure if that cannot be written down; then all stays as it was
   */
  static void choose(
      Path dataDirectory, String agent, AgentDefinition.Install pinned, String version) {
    Path file = NpmAgents.directory(dataDirectory).resolve(agent).resolve(NAME);
    boolean asPinned = version.equals(pinned.version());
    PrivateFiles.replace(file, asPinned ? "" : version + " " + pinned.version() + "\n");
  }

  static AgentDefinition.Install at(AgentDefinition.Install pinned, String version) {
    return version.equals(pinned.version())
        ? pinned
        : new AgentDefinition.Install(pinned.npm(), version, pinned.program());
  }

  private static Optional<String> read(Inquiry inquiry, Path file, String pinned) {
    try {
      String[] words =
          inquiry.text(file, LARGEST, LinkOption.NOFOLLOW_LINKS).strip().split(" ", -1);
      boolean whole = words.length == 2 && isExact(words[0]) && isExact(words[1]);
      return Optional.of(words[0])
          .filter(version ->
              whole && (words[1].equals(pinned) || VersionOrder.isNewer(version, pinned)));
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
