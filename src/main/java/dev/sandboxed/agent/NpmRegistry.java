package dev.sandboxed.agent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.files.CappedOutput;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the person's npm registry says of packages. npm asks it, as the person has configured. */
public final class NpmRegistry {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String VERSION = "version";
  private static final String SIZE = "dist.unpackedSize";

  // A hundred times what npm prints of two fields.
  private static final int LARGEST = 64 << 10;

  // What npm itself needs beside, on a machine that is busy.
  private static final Duration START = Duration.ofSeconds(30);

  /** What comes of a question. */
  public sealed interface Answer {}

  /**
   * A version of a package.
   *
   * @param bytes how large it is without its dependencies, if the registry says so
   */
  public record Offer(String version, OptionalLong bytes) implements Answer {}

  /**
   * No version.
   *
   * @param why in a few words, on one line
   * @param problem the same for whoever cannot go on without
   */
  public record Nothing(String why, Problem problem) implements Answer {

    UserFailure failure() {
      return problem.code().equals(NO_NPM)
          ? new UserFailure(UserFailure.NOT_FOUND, List.of(problem))
          : new UserFailure(problem);
    }
  }

  private static final String NO_NPM = "agent.no-npm";

  private final Path agents;
  private final Programs programs;

  /**
   * The registry as npm sees it from sandboxed's own directory, so that no project has a say.
   *
   * @param programs where npm is looked for; it runs outside the sandbox
   */
  public NpmRegistry(Path dataDirectory, Programs programs) {
    this.agents = NpmAgents.directory(dataDirectory);
    this.programs = programs;
  }

  /**
   * What it offers.
   *
   * @param wanted an exact version, or {@code latest}
   * @param limit how long the registry may take
   * @throws UserFailure if sandboxed's own directory cannot be written
   */
  public Answer ask(String npmPackage, String wanted, Duration limit) {
    String spec = npmPackage + "@" + wanted;
    Optional<Path> npm = programs.find("npm");
    if (npm.isEmpty()) {
      return noNpm(spec);
    }
    Path directory = PrivateFiles.directory(agents);
    Leftovers.sweep(directory);
    // A cache of the person's may be shared with sandboxes, which can write what is in it.
    Path cache = Leftovers.unfinished(directory.resolve("asked"));
    List<String> words =
        NpmWords.of(
            programs,
            npm.get(),
            cache,
            List.of(
                "view",
                "--prefix",
                cache.toString(),
                "--json",
                "--fetch-retries=0",
                "--fetch-timeout=" + limit.toMillis(),
                spec,
                VERSION,
                SIZE));
    CappedOutput output = new CappedOutput(LARGEST, () -> {});
    try {
      ProgramEnd end =
          programs
              .inquiry()
              .run(
                  new ProgramCall(
                      words,
                      programs.environment(programs.inquiry().environment()),
                      directory,
                      "",
                      Optional.empty(),
                      limit.plus(START),
                      ProgramCall.Validity.UNTIL_ASKED),
                  output);
      if (!end.inTime()) {
        return nothing(
            spec, "npm did not end within " + limit.plus(START).toSeconds() + " seconds");
      }
      if (end.status() != 0) {
        return nothing(spec, NpmFailure.shortReason(end.errors()), NpmFailure.reason(end.errors()));
      }
      return output.exceeded()
          ? nothing(spec, "the answer is longer than " + ByteCount.text(LARGEST))
          : offer(spec, wanted, new String(output.bytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return nothing(spec, PrivateFiles.reason(e));
    } finally {
      Leftovers.delete(cache);
    }
  }

  /** npm prints the only value that there is without its name. */
  private static Answer offer(String spec, String wanted, String answer) {
    try {
      JsonNode json = MAPPER.readTree(answer);
      String version = json.isTextual() ? json.asText() : json.path(VERSION).asText();
      // It becomes the name of a directory.
      if (!ChosenVersion.isExact(version)) {
        return nothing(spec, "the answer names no exact version");
      }
      if (ChosenVersion.isExact(wanted) && !version.equals(wanted)) {
        return nothing(spec, "the answer is about " + version);
      }
      JsonNode size = json.path(SIZE);
      return new Offer(
          version,
          size.canConvertToLong() && size.asLong() > 0
              ? OptionalLong.of(size.asLong())
              : OptionalLong.empty());
    } catch (JacksonException notJson) {
      return nothing(spec, "the answer is not what npm prints");
    }
  }

  private static Nothing noNpm(String spec) {
    return new Nothing(
        "there is no npm to ask with",
        Problem.of(
            NO_NPM,
            "there is no npm to ask the registry about " + spec + " with",
            "install npm (Debian, Ubuntu: apt-get install npm)"));
  }

  private static Nothing nothing(String spec, String why) {
    return nothing(spec, why, why);
  }

  private static Nothing nothing(String spec, String inShort, String why) {
    return new Nothing(
        inShort.isEmpty() ? "npm failed without a word" : inShort,
        Problem.of(
            "agent.no-answer",
            "no answer from the npm registry about "
                + spec
                + ": "
                + (why.isEmpty() ? "npm failed without a word" : why),
            "is there such a version, and does npm reach its registry? npm view " + spec));
  }
}
