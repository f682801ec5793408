package dev.sandboxed.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sessions that have not ended, as src/main/bash/trail records them. */
public final class RunningSessions {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A running session.
   *
   * @param name as in the trail
   * @param process the number of its launcher
   * @param tier of its network
   * @param profiles the chain, base first
   * @param plan the name of its plan directory
   */
  public record Running(
      String name,
      long process,
      Path project,
      String agent,
      String tier,
      List<String> profiles,
      String plan) {

    public Running {
      profiles = List.copyOf(profiles);
    }

    /** When it began, which its name says in microseconds; empty for a name that is none. */
    public Optional<Instant> since() {
      Matcher named = NAME.matcher(name);
      return named.matches()
          ? Optional.of(Instant.EPOCH.plus(Long.parseLong(named.group(1)), ChronoUnit.MICROS))
          : Optional.empty();
    }
  }

  // Digits that fit a long.
  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-[0-9]+");

  private static final int LARGEST_NOTE = 1 << 20;

  private final Path directory;

  /** The sessions recorded below sandboxed's state directory. */
  public RunningSessions(Path stateDirectory) {
    directory = directory(stateDirectory);
  }

  static Path directory(Path stateDirectory) {
    return stateDirectory.resolve("sessions");
  }

  /**
   * The sessions whose process is alive. A session whose note cannot be understood has not begun.
   *
   * @throws UserFailure if the directory cannot be read: then it is not known what is in use
   */
  public List<Running> list() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Running> running = new ArrayList<>();
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory)) {
      for (Path note : notes) {
        read(note).ifPresent(running::add);
      }
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "state.not-readable",
              "cannot tell which sessions are running: " + PrivateFiles.reason(e),
              "make " + directory + " readable for you"));
    }
    return List.copyOf(running);
  }

  private static Optional<Running> read(Path note) throws IOException {
    List<String> lines;
    try {
      lines = BoundedFile.text(note, LARGEST_NOTE).lines().toList();
    } catch (NoSuchFileException | NotReadException endedMeanwhileOrNone) {
      return Optional.empty();
    }
    if (lines.size() < 2 || !isAlive(lines.getFirst())) {
      return Optional.empty();
    }
    JsonNode members = MAPPER.readTree(lines.get(1));
    return Optional.of(
        new Running(
            String.valueOf(note.getFileName()),
            Long.parseLong(lines.getFirst().split(" ", -1)[0]),
            Path.of(members.path("project").asText()),
            members.path("agent").asText(),
            members.path("tier").asText(),
            Session.texts(members.path("profiles")),
            members.path("plan").asText()));
  }

  /** A process number may have been reused by now; the start time distinguishes the processes. */
  private static boolean isAlive(String process) throws IOException {
    String[] words = process.split(" ", -1);
    Path stat = Path.of("/proc", words[0], "stat");
    if (words.length != 3
        || !words[0].matches("[0-9]{1,18}")
        || !words[2].equals(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip())
        || !Files.exists(stat)) {
      return false;
    }
    String text = Files.readString(stat);
    // proc_pid_stat(5): the name, in brackets, may hold anything; the start time is
    // field 22, the 20th after the name.
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return !fields[0].equals("Z") && fields[19].equals(words[1]);
  }
}
