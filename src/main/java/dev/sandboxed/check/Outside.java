package dev.sandboxed.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What there is outside a sandbox to try.
 *
 * @param canaries what was made for this
 * @param places what is on this machine, and in no mount of the plan
 * @param more whether there is more of it than is tried
 * @param readable the files and directories under masks that have something in them for this person
 * @param sums of files under partial masks, their SHA-256
 * @param writable what this person may change of what the plan shows read-only
 * @param directories which of these are directories
 * @param sockets of programs that act for this person, if they are there
 * @param namespaces each as {@code /proc/self/ns} names it
 * @param addresses of this machine, as bytes in hexadecimal, with the name for people
 * @param variables the names of the person's variables
 */
public record Outside(
    Canaries canaries,
    List<Path> places,
    boolean more,
    Set<Path> readable,
    Map<Path, String> sums,
    Set<Path> writable,
    Set<Path> directories,
    List<Path> sockets,
    List<String> namespaces,
    Map<String, String> addresses,
    Set<String> variables) {

  /**
   * What was made for this.
   *
   * @param home a file in the person's home
   * @param temporary a file in the directory for temporary files
   * @param standIn a directory for what must not be done to anything else outside, with a file
   * @param port on which this machine listens on all its addresses
   * @param abstractSocket the name of an abstract socket, if one could be made
   * @param variable the name of a variable that no plan passes
   */
  public record Canaries(
      Path home,
      Path temporary,
      Path standIn,
      int port,
      Optional<String> abstractSocket,
      String variable) {

    /** The file in the stand-in. */
    public Path standInFile() {
      return standIn.resolve("file");
    }
  }

  public Outside {
    places = List.copyOf(places);
    readable = Set.copyOf(readable);
    sums = Map.copyOf(sums);
    writable = Set.copyOf(writable);
    directories = Set.copyOf(directories);
    sockets = List.copyOf(sockets);
    namespaces = List.copyOf(namespaces);
    addresses = Map.copyOf(addresses);
    variables = Set.copyOf(variables);
  }
}
