package dev.sandboxed.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Every place that a sandbox could write so far, and for which project. What lies in one may have
 * been put there by an agent, so it has no say in what another launch shows.
 *
 * <p>A file of JSON in the directory of what lasts, which no sandbox can reach.
 */
public final class WritablePlaces {

  /**
   * One place.
   *
   * @param project whose sandbox it was
   * @param path a directory or a file, symlinks resolved
   * @param repository whether it was shown as the repository of the project's work tree, by a
   *     pointer that the sandbox could not change
   */
  public record Place(Path project, Path path, boolean repository) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return text().compareTo(other.text());
    }

    private String text() {
      return project + "\0" + path + "\0" + repository;
    }
  }

  // A place is some hundred bytes; ten thousand projects are more than a person has.
  private static final int LARGEST_BYTES = 8 << 20;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;

  /** Those noted below a directory of the tool's own. */
  public WritablePlaces(Path stateDirectory) {
    file = stateDirectory.resolve("writable.json");
  }

  /**
   * All of them.
   *
   * @throws UserFailure if they are noted and cannot be read
   */
  public SortedSet<Place> all() {
    SortedSet<Place> places = new TreeSet<>();
    for (JsonNode entry : json()) {
      if (!entry.path("project").isTextual()
          || !entry.path("path").isTextual()
          || !entry.path("repository").isBoolean()) {
        throw corrupt();
      }
      places.add(
          new Place(
              Path.of(entry.path("project").textValue()),
              Path.of(entry.path("path").textValue()),
              entry.path("repository").booleanValue()));
    }
    return places;
  }

  private JsonNode json() {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        throw corrupt();
      }
      byte[] bytes;
      try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        bytes = stream.readNBytes(LARGEST_BYTES + 1);
      }
      JsonNode root =
          bytes.length > LARGEST_BYTES
              ? null
              : MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (root == null || !root.isArray()) {
        throw corrupt();
      }
      return root;
    } catch (NoSuchFileException none) {
      return JsonNodeFactory.instance.arrayNode();
    } catch (JsonProcessingException e) {
      throw corrupt();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  /**
   * Notes those that a sandbox is about to have, beside what is noted.
   *
   * @throws UserFailure if the file system does not let us
   */
  public void note(Collection<Place> places) {
    if (all().containsAll(places)) {
      return;
    }
    // Two launches at once must not lose each other's.
    new StateLock(file.resolveSibling("writable.lock"))
        .alone(() -> {
          SortedSet<Place> noted = all();
          noted.addAll(places);
          ArrayNode root = JsonNodeFactory.instance.arrayNode();
          for (Place place : noted) {
            root.addObject()
                .put("project", place.project().toString())
                .put("path", place.path().toString())
                .put("repository", place.repository());
          }
          PrivateFiles.replace(file, root.toPrettyString() + "\n");
        });
  }

  private UserFailure corrupt() {
    return new UserFailure(
        Problem.of(
            "state.corrupt-places",
            file + " does not say which places sandboxes could write",
            "move it away. Until you have run sandboxed in your projects again, it does not know them:"
                + " look at what the .git of a linked work tree names before you start there"));
  }
}
