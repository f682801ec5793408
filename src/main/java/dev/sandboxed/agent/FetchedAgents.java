package dev.sandboxed.agent;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.LockFile;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The agents that {@link NpmAgents} has fetched, in every version that is still there. */
public final class FetchedAgents {

  /** One version of an agent, and where it is. */
  public record Fetched(String agent, String version, Path directory) {}

  private FetchedAgents() {}

  /**
   * All of them, without those that are being fetched.
   *
   * @throws dev.sandboxed.problem.UserFailure if their directory cannot be read
   */
  public static List<Fetched> below(Inquiry inquiry, Path dataDirectory) {
    List<Fetched> all = new ArrayList<>();
    for (Path agent : directories(inquiry, NpmAgents.directory(dataDirectory))) {
      for (Path version : directories(inquiry, agent)) {
        all.add(new Fetched(name(agent), name(version), version));
      }
    }
    return List.copyOf(all);
  }

  /**
   * Does some work while no other launch, update or gc brings an agent, chooses one or removes one.
   *
   * @throws dev.sandboxed.problem.UserFailure if the lock cannot be had
   */
  public static <T> T alone(Path dataDirectory, Supplier<T> work) {
    return new LockFile(NpmAgents.directory(dataDirectory).resolve(".lock")).alone(work);
  }

  private static List<Path> directories(Inquiry inquiry, Path parent) {
    if (!inquiry.isDirectory(parent)) {
      return List.of();
    }
    try {
      // What begins with a dot is unfinished.
      return inquiry.entries(parent).entrySet().stream()
          .filter(entry -> entry.getValue() == Entry.Kind.DIRECTORY)
          .map(Map.Entry::getKey)
          .filter(entry -> !name(entry).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(parent, e);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
