package dev.sandboxed.check.trial;

import dev.sandboxed.check.Answer;
import dev.sandboxed.check.Attempt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One run of src/main/bash/probe, which stays until it is told to end. */
final class Session {

  // A check takes a second or two. Where two processors have twenty processes each, a minute was
  // not always enough; a machine that needs longer than this is stuck.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration FOR_LAST_WORDS = Duration.ofSeconds(10);

  private final Process process;
  private final Map<String, String> environment;
  private final List<Attempt> asked;
  private final Words said;
  private final Words errors;

  private Session(
      Process process,
      Map<String, String> environment,
      List<Attempt> asked,
      Words said,
      Words errors) {
    this.process = process;
    this.environment = Map.copyOf(environment);
    this.asked = List.copyOf(asked);
    this.said = said;
    this.errors = errors;
  }

  /**
   * What a probe told.
   *
   * @param variables those that it was started with
   * @param person the person's own variables
   */
  record Told(
      Map<Attempt, Answer> answers, Map<String, String> variables, Map<String, String> person) {

    Answer to(Attempt attempt) {
      return switch (attempt.what()) {
        case VARIABLE -> answer(variables.containsKey(attempt.inside()));
        case VALUE -> {
          String value = person.getOrDefault(attempt.inside(), "");
          yield value.isEmpty()
              ? Answer.UNTRIED
              : answer(variables.values().stream().anyMatch(one -> one.contains(value)));
        }
        case OTHERS -> {
          Set<String> others = new HashSet<>(variables.keySet());
          List.of(attempt.inside().split(" ", -1)).forEach(others::remove);
          yield answer(!others.isEmpty());
        }
        default -> answers.getOrDefault(attempt, Answer.UNTRIED);
      };
    }

    static Answer answer(boolean succeeded) {
      return succeeded ? Answer.SUCCEEDED : Answer.REFUSED;
    }
  }

  /**
   * The probe's words for some attempts: the token, then three for each.
   *
   * @param attempts those that take perl last
   */
  static List<String> words(String token, List<Attempt> attempts, boolean inside) {
    List<String> words = new ArrayList<>(List.of(token));
    boolean perl = false;
    for (int at = 0; at < attempts.size(); at++) {
      Attempt attempt = attempts.get(at);
      if (attempt.what().perl() && !perl) {
        words.addAll(List.of("0", "perl", ""));
        perl = true;
      }
      words.addAll(
          List.of(
              Integer.toString(at),
              attempt.what().word(),
              inside ? attempt.inside() : attempt.outside()));
    }
    return words;
  }

  static Session start(
      List<String> words,
      Map<String, String> environment,
      Path directory,
      String token,
      List<Attempt> asked)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new Session(
        process,
        environment,
        asked,
        Words.of(process.getInputStream(), "\n" + token + " done\n"),
        Words.of(process.getErrorStream(), "\0"));
  }

  /**
   * Waits for the answers; the probe stays.
   *
   * @throws IOException with what it said instead, if there are none
   */
  Told answers(String token) throws IOException {
    if (!said.ended(LIMIT)) {
      throw new IOException("it took longer than %d minutes".formatted(LIMIT.toMinutes()));
    }
    String text = said.soFar();
    if (!text.endsWith("\n" + token + " done\n")) {
      throw new IOException(reason());
    }
    int lines = text.lastIndexOf('\0') + 1;
    Map<String, String> variables = new HashMap<>();
    for (String variable : text.substring(0, lines).split("\0", -1)) {
      String name = variable.replaceFirst("(?s)=.*", "");
      variables.put(name, variable.substring(Math.min(name.length() + 1, variable.length())));
    }
    // The last one ends with the separator.
    variables.remove("");
    Map<Attempt, Answer> answers = new HashMap<>();
    text.substring(lines)
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(line -> line[0].matches("\\d+"))
        .forEach(line -> answers.put(asked.get(Integer.parseInt(line[0])), answer(line[1])));
    return new Told(answers, variables, environment);
  }

  /**
   * What a launch that has failed says last; it comes after the end of what the probe says. Others
   * may keep its end open, so whatever is there then is taken.
   */
  private String reason() throws IOException {
    errors.ended(FOR_LAST_WORDS);
    String words = errors.soFar().strip();
    if (!words.isEmpty()) {
      return words;
    }
    return process.isAlive()
        ? "it says nothing any more"
        : "it ended without a word, with status " + process.exitValue();
  }

  private static Answer answer(String word) {
    return switch (word) {
      case "yes" -> Answer.SUCCEEDED;
      case "no" -> Answer.REFUSED;
      default -> Answer.UNTRIED;
    };
  }

  /** Tells the probe to end, and waits for all of it; kills what does not end. */
  void end() throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it at once, whatever it does. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
