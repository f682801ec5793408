package dev.sandboxed.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.Digest;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The trail of sessions, as src/main/bash/trail writes it: a line of JSON when one starts and one
 * when it ends, each with the SHA-256 of the line before it, newline included.
 */
public final class Trail {

  /** What the very first line has in place of a hash. */
  private static final String BEGINNING = "0".repeat(Digest.HEX_DIGITS);

  // A file has a thousand lines, of a few hundred bytes at most.
  private static final int LARGEST_BYTES = 64 << 20;

  private static final String CURRENT = "trail.jsonl";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * One line.
   *
   * @param bytes without its newline, each as one character: half a letter is part of the hash, too
   */
  private record Line(Path file, int number, String bytes) {

    /** Missing if this is not a line of the trail. */
    JsonNode content() {
      try {
        JsonNode node = MAPPER.readTree(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return node.isObject() ? node : MissingNode.getInstance();
      } catch (IOException torn) {
        return MissingNode.getInstance();
      }
    }

    String hash() {
      return Digest.of((bytes + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    Problem problem(String code, String message, String hint) {
      return Problem.at(new SourcePosition(file.toString(), number, 1), code, message, hint);
    }
  }

  private final Path directory;

  /** The trail below sandboxed's state directory. */
  public Trail(Path stateDirectory) {
    directory = directory(stateDirectory);
  }

  static Path directory(Path stateDirectory) {
    return stateDirectory.resolve("trail");
  }

  /**
   * Checks whether a launch can write to the trail: src/main/bash/trail opens these files, and
   * reads one of them completely.
   *
   * @throws UserFailure if something else has their names, or the trail is too long
   */
  static void requirePlainFiles(Path stateDirectory) {
    files(stateDirectory).forEach(Trail::requirePlainFile);
  }

  /** The files that a launch writes to. */
  static Stream<Path> files(Path stateDirectory) {
    return Stream.of("lock", CURRENT).map(directory(stateDirectory)::resolve);
  }

  private static void requirePlainFile(Path file) {
    try {
      BoundedFile.beginning(file, 0);
      if (Files.size(file) > LARGEST_BYTES) {
        throw inTheWay(file, "larger than " + ByteCount.text(LARGEST_BYTES));
      }
    } catch (NoSuchFileException notYet) {
      return;
    } catch (NotReadException e) {
      throw inTheWay(file, e.what());
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  private static UserFailure inTheWay(Path file, String what) {
    return new UserFailure(
        Problem.of(
            "state.in-the-way",
            "the trail of sessions cannot be written: " + file + " is " + what,
            "move it away"));
  }

  /** What is locked with {@code flock} during each writing. */
  public Path lock() {
    return directory.resolve("lock");
  }

  /**
   * Adds a line, as src/main/bash/trail does. The caller has the lock.
   *
   * @param members what it says beside the event, its session, its time and the hash
   * @throws UserFailure if it is not written
   */
  public void add(String event, String session, Instant time, ObjectNode members) {
    Path file = directory.resolve(CURRENT);
    try {
      List<String> lines = List.of(BoundedFile.byteText(file, LARGEST_BYTES).split("\n", -1));
      // What could not be written completely is a line all the same.
      boolean torn = !lines.getLast().isEmpty();
      String before = torn ? lines.getLast() : lines.size() > 1 ? lines.get(lines.size() - 2) : "";
      ObjectNode line =
          MAPPER
              .createObjectNode()
              .put("event", event)
              .put("session", session)
              .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
      line.setAll(members);
      line.put(
          "previous",
          lines.size() == 1 && !torn
              ? BEGINNING
              : Digest.of((before + "\n").getBytes(StandardCharsets.ISO_8859_1)));
      Files.writeString(
          file,
          (torn ? "\n" : "") + MAPPER.writeValueAsString(line) + "\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw PrivateFiles.notWritable(file, e);
    }
  }

  /**
   * All sessions, in the order in which they started. Lines that are not part of the trail are left
   * out; {@link #check} counts or names them.
   *
   * @throws UserFailure if a file cannot be read
   */
  public List<Session> sessions() {
    Map<String, Session> sessions = new LinkedHashMap<>();
    for (Line line : lines()) {
      JsonNode content = line.content();
      String name = content.path("session").asText();
      switch (content.path("event").asText()) {
        case "start" -> sessions.put(name, Session.of(content));
        case "end" ->
            sessions.computeIfPresent(
                name, (same, session) -> session.ending(Session.End.of(content)));
        case "grant" ->
            sessions.computeIfPresent(
                name, (same, session) -> session.granting(Session.Grant.of(content)));
        default -> {}
      }
    }
    return List.copyOf(sessions.values());
  }

  /**
   * Checks whether each line has the hash of the one before it.
   *
   * @return what was found, for a person
   * @throws UserFailure with every place where the trail was changed after it was written
   */
  public String check() {
    List<Line> lines = lines();
    List<Problem> problems = new ArrayList<>();
    long torn = 0;
    String expected = BEGINNING;
    Optional<Line> before = Optional.empty();
    for (Line line : lines) {
      JsonNode content = line.content();
      if (content.isMissingNode()) {
        // The next line has its hash all the same.
        torn++;
      } else if (!content.path("previous").asText().equals(expected)) {
        problems.add(
            before
                .map(changed ->
                    changed.problem(
                        "trail.changed",
                        "this line is not the one that was written, or lines after it are missing",
                        "do not rely on it: the next line has the hash of a different line. A backup"
                            + " of the file shows what it was"))
                .orElseGet(() ->
                    line.problem(
                        "trail.beginning",
                        "the lines before this one are missing",
                        "look for files that were moved away from " + directory)));
      }
      expected = line.hash();
      before = Optional.of(line);
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return lines.size()
        + (lines.size() == 1 ? " line, " : " lines, ")
        + "each with the hash of the one before"
        + (torn == 0 ? "" : "; the writing of " + torn + " was interrupted");
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Path file : files()) {
      try {
        String[] texts = BoundedFile.byteText(file, LARGEST_BYTES).split("\n", -1);
        for (int i = 0; i < texts.length; i++) {
          boolean afterTheLast = i == texts.length - 1 && texts[i].isEmpty();
          if (!afterTheLast) {
            lines.add(new Line(file, i + 1, texts[i]));
          }
        }
      } catch (IOException e) {
        throw PrivateFiles.notReadable(file, e);
      }
    }
    return lines;
  }

  /** Their names are in chronological order; the file that is still written to has no number. */
  private List<Path> files() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "trail-*.jsonl")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw PrivateFiles.notReadable(directory, e);
    }
    files.sort(null);
    Path current = directory.resolve(CURRENT);
    if (Files.exists(current)) {
      files.add(current);
    }
    return files;
  }
}
