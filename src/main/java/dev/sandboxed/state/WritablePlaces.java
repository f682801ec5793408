package dev.sandboxed.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.write.LockFile;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Every place that a sandbox could write to so far, and for which project. Whatever is in such a
 * place may have been put there by an agent, so it has no say in what another launch shows.
 *
 * <p>A JSON file in the state directory, which no sandbox can reach.
 */
public final class WritablePlaces {

  /**
   * One place.
   *
   * @param project the project of that sandbox
   * @param path a directory or a file, with symlinks resolved
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

  // A place is a few hundred bytes, and nobody has ten thousand projects.
  private static final int LARGEST_BYTES = 8 << 20;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Inquiry inquiry;
  private final Path file;

  /** The places recorded below sandboxed's state directory. */
  public WritablePlaces(Inquiry inquiry, Path stateDirectory) {
    this.inquiry = inquiry;
    file = stateDirectory.resolve("writable.json");
  }

  /**
   * All places.
   *
   * @throws UserFailure if they are recorded but cannot be read
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

  /**
   * The place, if any, in which an agent may have decided what is at a path: by what it wrote
   * there, or by a symlink on the way.
   *
   * @param places what sandboxes could write
   */
  public static Optional<Path> deciding(Inquiry inquiry, Path path, Collection<Path> places) {
    Path real = PathProbe.look(inquiry, path).real();
    List<Path> way = new ArrayList<>(PathProbe.links(inquiry, path));
    way.addAll(PathProbe.way(inquiry, path));
    if (!way.getLast().equals(real)) {
      return Optional.of(path.resolveSibling(""));
    }
    return places.stream()
        .filter(place -> way.stream().anyMatch(step -> step.startsWith(place)))
        .findFirst();
  }

  private JsonNode json() {
    try {
      JsonNode root =
          MAPPER.readTree(
              new String(
                  inquiry.bytes(file, LARGEST_BYTES, LinkOption.NOFOLLOW_LINKS),
                  StandardCharsets.UTF_8));
      if (!root.isArray()) {
        throw corrupt();
      }
      return root;
    } catch (NotReadException e) {
      throw corrupt();
    } catch (NoSuchFileException none) {
      return JsonNodeFactory.instance.arrayNode();
    } catch (JsonProcessingException e) {
      throw corrupt();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  /**
   * Records the places that a sandbox is about to have, beside the ones already recorded.
   *
   * @throws UserFailure if they cannot be written
   */
  public void note(Collection<Place> places) {
    if (all().containsAll(places)) {
      return;
    }
    // Two launches at the same time must not lose each other's places.
    new LockFile(file.resolveSibling("writable.lock"))
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
            file + " does not say which places sandboxes could write to",
            "move it away. Until you have run sandboxed in your projects again, it does not know them:"
                + " look at what the .git of a linked work tree names before you start there"));
  }
}
