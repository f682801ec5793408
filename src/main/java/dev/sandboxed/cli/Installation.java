package dev.sandboxed.cli;

import dev.sandboxed.host.TextFiles;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.Shelf;
import dev.sandboxed.profile.TextSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where sandboxed itself is.
 *
 * @param home the directory with {@code profiles/}
 */
record Installation(Path home) {

  /** The file of a profile of the person's own. */
  Path ownProfile(ToolDirectories directories, String name) {
    return ownProfiles(directories).resolve(name + ".toml");
  }

  /** The profiles and agents a person can name. */
  ProfileLibrary library(ToolDirectories directories) {
    TextFiles files = new TextFiles();
    return new ProfileLibrary(
        List.of(
            new Shelf("yours", ownProfiles(directories).toString()),
            new Shelf("this machine's", "/etc/sandboxed/profiles"),
            builtInProfiles()),
        new TextSource() {
          @Override
          public Optional<String> read(String file) {
            return files.read(file);
          }

          @Override
          public List<String> list(String directory) {
            return files.names(directory);
          }
        });
  }

  /** The profiles and agents that come with sandboxed. */
  Shelf builtInProfiles() {
    return new Shelf("built in", home.resolve("profiles").toString());
  }

  private static Path ownProfiles(ToolDirectories directories) {
    return directories.config().resolve("profiles");
  }
}
