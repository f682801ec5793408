package dev.sandboxed.commits;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.files.write.OutputFile;
import dev.sandboxed.problem.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs git on what an agent wrote. It starts no other program: no hook, no helper, no shell, no
 * pager, no transport and no background work; and it takes no more memory for one object than
 * {@link #VARIABLES} say.
 */
final class SafeGit {

  // A pack can be made to take very long.
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final int LONGEST_ERROR = 300;

  private static final Map<String, String> VARIABLES =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_ATTR_NOSYSTEM", "1",
          "GIT_NO_LAZY_FETCH", "1",
          "GIT_NO_REPLACE_OBJECTS", "1",
          // No alias can have that name: git takes "none" for a program, git-remote-none.
          "GIT_ALLOW_PROTOCOL", "!",
          "GIT_TERMINAL_PROMPT", "0",
          // A small object can claim to be a huge one.
          "GIT_ALLOC_LIMIT", "1g",
          "LC_ALL", "C");

  private static final List<String> SETTINGS =
      Stream.of(
              "core.hooksPath=/dev/null",
              "core.fsmonitor=false",
              "core.commitGraph=false",
              "core.alternateRefsCommand=",
              "core.logAllRefUpdates=false",
              // Larger ones are not held in memory.
              "core.bigFileThreshold=32m",
              "pack.threads=1",
              "pack.windowMemory=128m",
              "gc.auto=0",
              "maintenance.auto=false")
          .flatMap(setting -> Stream.of("-c", setting))
          .toList();

  private final Inquiry inquiry;
  private final Path program;

  SafeGit(Inquiry inquiry, Path program) {
    this.inquiry = inquiry;
    this.program = program;
  }

  /**
   * A call of it, in the root directory.
   *
   * @param variables besides its own
   */
  ProgramCall call(Path repository, Map<String, String> variables, String... words) {
    Map<String, String> all = new HashMap<>(VARIABLES);
    all.putAll(variables);
    return ProgramCall.of(
            program,
            Stream.of(SETTINGS.stream(), Stream.of("--git-dir=" + repository), Stream.of(words))
                .flatMap(part -> part)
                .toList())
        .with(all)
        .within(LONGEST);
  }

  /**
   * Its answer.
   *
   * @throws IOException if it fails, with what it said
   */
  String answer(ProgramCall call) throws IOException {
    ProgramOutput output = inquiry.output(call);
    require(output.end());
    return output.text();
  }

  /**
   * The same for a large one.
   *
   * @param file gets it
   */
  void run(ProgramCall call, Path file) throws IOException {
    require(OutputFile.write(inquiry, call, file));
  }

  private static void require(ProgramEnd end) throws IOException {
    if (!end.inTime()) {
      throw new IOException("git did not end within " + LONGEST.toMinutes() + " minutes");
    }
    if (!end.succeeded()) {
      String said = Printable.line(end.errors().strip().replace("\n", "; "));
      throw new IOException(
          "git did not accept what the agent made: "
              + said.substring(0, Math.min(said.length(), LONGEST_ERROR)));
    }
  }
}
