package dev.sandboxed.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The plan directories that exist. */
public final class WrittenPlans {

  /** A plan directory, and the project that it belongs to. */
  public record Written(Path directory, Path project) {}

  private WrittenPlans() {}

  /**
   * The plans that can be read. Removes what killed launches left unfinished.
   *
   * @throws dev.sandboxed.problem.UserFailure if their directory cannot be read
   */
  public static List<Written> below(Path cacheDirectory) {
    Path plans = cacheDirectory.resolve("plans");
    if (!Files.isDirectory(plans)) {
      return List.of();
    }
    Leftovers.sweep(plans);
    List<Written> written = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(plans)) {
      directories.forEach(directory ->
          project(directory).ifPresent(project -> written.add(new Written(directory, project))));
    } catch (IOException e) {
      throw PrivateFiles.notReadable(plans, e);
    }
    return List.copyOf(written);
  }

  private static Optional<Path> project(Path directory) {
    try {
      JsonNode plan = new ObjectMapper().readTree(directory.resolve("plan.json").toFile());
      String project = plan.path("project").asText();
      return project.startsWith("/") ? Optional.of(Path.of(project)) : Optional.empty();
    } catch (IOException | InvalidPathException damaged) {
      return Optional.empty();
    }
  }
}
