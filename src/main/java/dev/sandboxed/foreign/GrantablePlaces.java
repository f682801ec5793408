package dev.sandboxed.foreign;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which places of a foreign file a profile can show, and which it should not. */
public final class GrantablePlaces {

  private static final List<Path> OWN =
      paths("/dev", "/proc", "/run", "/sys", "/tmp", "/var/run", "/private/tmp", "/var/tmp");

  private static final List<Path> SYSTEM =
      paths(
          "/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/nix", "/opt", "/root",
          "/sbin", "/srv", "/usr", "/var");

  private final Path home;

  /** For a person with this home. */
  public GrantablePlaces(String home) {
    this.home = Path.of(home);
  }

  private static List<Path> paths(String... names) {
    return Stream.of(names).map(Path::of).toList();
  }

  /** Whether all of it belongs to what every sandbox has. */
  boolean isOfEverySandbox(ForeignPath path) {
    Path place = path.place(home.toString());
    return place.getNameCount() == 0
        || Stream.concat(OWN.stream(), SYSTEM.stream()).anyMatch(place::equals);
  }

  /** Why a place is not shown; empty if nothing is in the way. */
  public Optional<String> objection(ForeignPath path, boolean writable) {
    if (!path.isExact() || path.hasWildcards()) {
      return Optional.of("is a pattern, and only deny and protect take patterns");
    }
    Path place = path.place(home.toString());
    if (path.isRelative() && !place.startsWith("..")) {
      return Optional.empty();
    }
    if (path.isRelative()) {
      return Optional.of("leads out of the project; name it from / or ~");
    }
    if (!place.startsWith(home) && OWN.stream().anyMatch(place::startsWith)) {
      return Optional.of("is the sandbox's own inside, and yours stays outside");
    }
    if (home.startsWith(place)) {
      return Optional.of("is all of your home, or more; name what is needed");
    }
    if (place.toString().endsWith(".sock")) {
      return Optional.of("is a socket: a program outside would act for the agent");
    }
    if (writable && !place.startsWith(home) && SYSTEM.stream().anyMatch(place::startsWith)) {
      return Optional.of("belongs to the system, which no sandbox changes");
    }
    return Optional.empty();
  }
}
