package dev.sandboxed.policy;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The agent's own directories, and the person's files that are mounted in them.
 *
 * @param parts the directories; the login is in the first
 * @param instance the directory on the host that keeps them; empty if they are gone afterwards
 * @param personal the person's own settings that the agent definition names, relative to the
 *     instance, whether this host has them or not
 * @param seeds the files that a new instance starts with
 */
public record AgentState(
    List<Part> parts,
    Optional<Path> instance,
    List<Credential> credentials,
    List<Path> personal,
    List<Seed> seeds,
    Origin origin) {

  /**
   * One directory.
   *
   * @param name below the instance; empty if the instance is this directory, which then is the only
   *     one: beside others the agent could put a link in its place
   * @param inside the path where the agent looks for it
   */
  public record Part(String name, Path inside) {

    /** A file in it, relative to the instance. */
    public Path in(Path file) {
      return Path.of(name).resolve(file);
    }
  }

  /**
   * One file of the person's login.
   *
   * @param source on the host, with every symlink resolved
   * @param name its name in the agent's directory
   * @param kept whether sandboxed keeps it, for a login made inside; a launch creates it if it is
   *     missing
   * @param empty the text of a file without a login
   */
  public record Credential(
      Path source,
      String name,
      boolean writable,
      boolean kept,
      Way way,
      String empty,
      Origin origin) {

    /** A file that is mounted. */
    public Credential(Path source, String name, boolean writable, boolean kept, Origin origin) {
      this(
          source,
          name,
          writable,
          kept,
          Way.MOUNTED,
          AgentDefinition.Credential.EMPTY_OBJECT,
          origin);
    }
  }

  /** How a login gets inside. */
  public enum Way {
    MOUNTED,
    /** Copied into the instance, and back where it is renewed: the agent renames files over it. */
    CARRIED,
    /** The same, but there is no instance that it could be copied into. */
    LEFT_OUT,
    /** Not at all, not even what an earlier session left in the instance. */
    CLOSED
  }

  /**
   * A JSON file of a new instance.
   *
   * @param file its path, relative to the instance
   * @param content a JSON object
   * @param from the person's own file of this kind on the host
   * @param copied the parts taken from there
   */
  public record Seed(Path file, String content, Optional<Path> from, List<JsonPointer> copied) {
    public Seed {
      copied = List.copyOf(copied);
    }
  }

  /** A single directory. */
  public AgentState(
      Path inside,
      Optional<Path> instance,
      List<Credential> credentials,
      List<Path> personal,
      List<Seed> seeds,
      Origin origin) {
    this(List.of(new Part("", inside)), instance, credentials, personal, seeds, origin);
  }

  /** The first directory inside. */
  public Path inside() {
    return parts.getFirst().inside();
  }

  public AgentState {
    parts = List.copyOf(parts);
    credentials = List.copyOf(credentials);
    personal = List.copyOf(personal);
    seeds = List.copyOf(seeds);
  }
}
