package dev.sandboxed.cli.mcp;

import dev.sandboxed.files.TextFiles;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.NewFile;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.learn.NeverShown;
import dev.sandboxed.mcp.ServerEntry;
import dev.sandboxed.mcp.ServerEntry.Words;
import dev.sandboxed.mcp.ServerProfile;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.profile.ProfileLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The profiles of servers, in the person's directory of profiles. */
final class Drafts {

  private final HostProbe probe;
  private final Installation installation;
  private final ServerProfile.Surroundings around;
  private final Path home;
  private final Set<String> taken = new HashSet<>();

  /**
   * A profile for a server.
   *
   * @param there whether it is there from an earlier time, and stays as it is
   */
  record Draft(ServerEntry server, String name, Path file, String text, boolean there) {}

  Drafts(HostProbe probe, Installation installation, SettingsFile settings, Path workingDirectory) {
    this.probe = probe;
    this.installation = installation;
    ProfileLibrary library = installation.library(probe);
    this.home = Path.of(probe.inquiry().variable("HOME").orElse("/nonexistent"));
    NeverShown never =
        new NeverShown(
            installation.neverShown(probe.inquiry()).layer().paths(),
            NeverShown.starts(home, probe.inquiry()::variable));
    this.around =
        new ServerProfile.Surroundings(
            settings.place().toString(),
            home.toString(),
            library.servers(),
            path ->
                starts(settings, workingDirectory, path).stream()
                    .flatMap(start -> objection(never, start, path).stream())
                    .findFirst());
    library.profiles().forEach(profile -> taken.add(profile.name()));
  }

  /**
   * Where a path could begin. Nobody knows where a client will start a server: in the project,
   * which the file is in, or in a directory of it, or which is around the person now.
   */
  private static List<Path> starts(SettingsFile settings, Path workingDirectory, Path path) {
    if (path.isAbsolute()) {
      return List.of(path.getRoot());
    }
    return Stream.concat(
            Stream.of(
                workingDirectory,
                settings.beside(),
                settings.beside().resolve(".."),
                settings.place().resolveSibling(""),
                settings.place().resolveSibling("..")),
            settings.servers().servers().stream()
                .map(ServerEntry::project)
                .filter(project -> project.startsWith("/") && project.indexOf('\0') < 0)
                .map(Path::of))
        .map(Path::normalize)
        .distinct()
        .toList();
  }

  /** A symlink could lead from what a person is shown to what they would never give. */
  private Optional<String> objection(NeverShown never, Path start, Path path) {
    Path place = start.resolve(path).normalize();
    if (never.holds(place)) {
      return Optional.of("is known for keys, logins and the like, and never proposed");
    }
    Path from = place.startsWith(home) ? home : start;
    Path at = from;
    for (Path name : from.relativize(place)) {
      at = at.resolve(name);
      Optional<Path> target = target(at);
      if (target.isPresent()) {
        return Optional.of(
            "leads to " + Quoted.of(target.get().toString(), 400) + "; name that, if you mean it");
      }
    }
    return Optional.empty();
  }

  /** Where a symlink leads; it counts also if nothing is there yet. */
  private Optional<Path> target(Path place) {
    try {
      return Optional.of(place.resolveSibling(probe.inquiry().target(place)).normalize());
    } catch (IOException noSymlink) {
      return Optional.empty();
    }
  }

  /** Whether a profile was drafted for this server of this file. */
  boolean isFor(ServerEntry server, Path profile) {
    return read(profile).filter(text -> isFor(server, text)).isPresent();
  }

  private boolean isFor(ServerEntry server, String profile) {
    return profile.lines().findFirst().orElse("").equals(ServerProfile.head(server, around.file()));
  }

  ServerProfile.Surroundings around() {
    return around;
  }

  /**
   * The profile for a server: the one that was drafted for it before, or a new one under a name
   * that no profile has.
   */
  Draft draft(ServerEntry server, Words words) {
    String first = ServerProfile.name(server);
    String name = first;
    for (int number = 2; taken.contains(name); number++) {
      Path file = own(name);
      Optional<String> there = read(file);
      if (there.filter(text -> isFor(server, text)).isPresent()) {
        return new Draft(server, name, file, there.get(), true);
      }
      name = first + "-" + number;
    }
    taken.add(name);
    return new Draft(server, name, own(name), ServerProfile.of(server, words, around), false);
  }

  /** Makes sure that what would be written is a profile. */
  void check(Draft draft) {
    installation
        .library(
            probe,
            path ->
                path.equals(draft.file().toString())
                    ? Optional.of(draft.text())
                    : read(Path.of(path)))
        .profileChain(draft.name());
  }

  void write(Draft draft) {
    NewFile.write(draft.file(), draft.text(), "start sandboxed mcp wrap again");
  }

  void remove(Path file) {
    Leftovers.delete(file);
  }

  Path own(String name) {
    return installation.ownProfile(probe.toolDirectories(), name);
  }

  Optional<String> read(Path file) {
    return new TextFiles(probe.inquiry()).read(file.toString());
  }
}
