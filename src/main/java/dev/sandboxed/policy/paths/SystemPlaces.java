package dev.sandboxed.policy.paths;

import dev.sandboxed.host.HostFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the operating system, which everybody's programs trust. Somebody who may change them
 * could otherwise hand that right to an agent, in a container for example.
 */
final class SystemPlaces {

  private static final List<Path> PLACES =
      Stream.of(
              "/bin",
              "/boot",
              "/etc",
              "/lib",
              "/lib32",
              "/lib64",
              "/libx32",
              "/nix/store",
              "/sbin",
              "/usr",
              "/var/lib",
              "/var/log",
              "/var/spool")
          .map(Path::of)
          .toList();

  private SystemPlaces() {}

  /** What is wrong with the grants that would make such a place writable. */
  static List<Problem> problems(HostFacts host, List<Grant> grants) {
    // Some keep a project in /etc, and the homes of services are in /var/lib.
    List<Path> persons = List.of(host.project().directory(), host.person().home());
    return grants.stream()
        .filter(grant -> grant.access() == Access.WRITE)
        .filter(grant -> persons.stream().noneMatch(grant.source()::startsWith))
        .flatMap(grant -> place(grant.source()).map(place -> problem(grant, place)).stream())
        .toList();
  }

  private static Optional<Path> place(Path source) {
    return PLACES.stream()
        .filter(place -> source.startsWith(place) || place.startsWith(source))
        .findFirst();
  }

  private static Problem problem(Grant grant, Path place) {
    return new Problem(
        "policy.system-write",
        grant.path()
            + " cannot be writable: "
            + (place.equals(grant.source())
                ? "it belongs to the system"
                : (place.startsWith(grant.source()) ? "it holds " : "it is in ")
                    + place
                    + ", which belongs to the system")
            + (grant.origin() instanceof Origin.Line ? "" : " (" + grant.origin().describe() + ")"),
        grant.origin().where(),
        "to show it, read it instead; to change it, work on a copy in the project");
  }
}
