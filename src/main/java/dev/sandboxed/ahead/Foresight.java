package dev.sandboxed.ahead;

import dev.sandboxed.toml.ParsedAhead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Begins what a launch will probably need, on another processor. It guesses: no plan depends on
 * what it has guessed, nor is what it reads a question of one. Whoever needs a file asks for it as
 * always.
 */
public final class Foresight {

  /** An agent is named by the first word, or by the one behind {@code run}. */
  private static final int WORDS = 2;

  private Foresight() {}

  /**
   * Begins to parse the built-in profile, and the built-in definition of the agent that is named.
   *
   * @param home the directory with {@code profiles/}
   * @param words what the person typed
   */
  public static void begin(Path home, List<String> words) {
    Path profiles = home.resolve("profiles");
    List<Path> files = new ArrayList<>(List.of(profiles.resolve("default.toml")));
    words.stream()
        .limit(WORDS)
        .filter(word -> word.matches("[a-z]+"))
        .forEach(word -> files.add(profiles.resolve("agents").resolve(word + ".toml")));
    for (Path file : files) {
      Thread beside = new Thread(() -> parse(file), "ahead");
      // Whatever it does, the command may end.
      beside.setDaemon(true);
      beside.start();
    }
  }

  private static void parse(Path file) {
    try {
      ParsedAhead.parseAhead(Files.readString(file));
    } catch (IOException e) {
      // Most words name no agent, and whoever needs a file that cannot be read says so.
    }
  }
}
