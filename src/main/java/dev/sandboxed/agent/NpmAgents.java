package dev.sandboxed.agent;

import dev.sandboxed.files.CappedOutput;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import dev.sandboxed.files.ProgramRunner;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Agents fetched from the npm registry into sandboxed's own directory, at the version that their
 * definition pins, or the one that the person chose.
 */
public final class NpmAgents {

  // The largest agent has a few hundred megabytes, which even the slowest useful line transfers in
  // this time.
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int LARGEST_OUTPUT = 64 << 10;

  // npm's names for the architectures, by Java's.
  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x64", "x86_64", "x64", "aarch64", "arm64");

  // Inside, agents have a place of their own: sandboxed's directories must not be visible there.
  private static final Path INSIDE = Path.of("/opt/sandboxed/agents");

  private final Path data;
  private final Path agents;
  private final Programs programs;
  private final Inquiry inquiry;
  private final Duration patience;

  /**
   * Agents below one of sandboxed's directories.
   *
   * @param programs where npm is looked for; it runs outside the sandbox
   */
  public NpmAgents(Path dataDirectory, Programs programs) {
    this(dataDirectory, programs, PATIENCE);
  }

  NpmAgents(Path dataDirectory, Programs programs, Duration patience) {
    data = dataDirectory;
    agents = directory(dataDirectory);
    this.programs = programs;
    this.patience = patience;
    this.inquiry = programs.inquiry();
  }

  static Path directory(Path dataDirectory) {
    return dataDirectory.resolve("agents");
  }

  /** The agent, if it has been fetched before. */
  public Optional<FoundAgent> find(AgentDefinition agent, AgentFinder finder) {
    return agent
        .install()
        .map(pinned -> ChosenVersion.used(inquiry, data, agent.name(), pinned))
        .filter(install -> isThere(agent, install))
        .map(install -> found(agent, install, finder));
  }

  /** The agent as it will be once it has been fetched, for a plan that is only shown. */
  public Optional<FoundAgent> planned(AgentDefinition agent) {
    return agent
        .install()
        .map(install -> {
          Path inside = INSIDE.resolve(agent.name());
          Origin origin =
              new Origin.Host(spec(install) + ", to be fetched with npm at the first launch");
          return new FoundAgent(
              new AgentCommand(
                  words(agent, inside.resolve(relative(install))),
                  List.of(new AgentCommand.OwnFile(directory(agent, install), inside, origin)),
                  List.of()),
              List.of());
        });
  }

  /**
   * Fetches the agent.
   *
   * <p>The packages' install scripts do not run: they would run outside the sandbox, and neither
   * agent needs them.
   *
   * @param say shows the person a message
   * @param show shows one that the next takes the place of; an empty one ends that
   * @throws UserFailure if there is no npm, or it fails; nothing half-installed stays behind
   */
  public void install(
      AgentDefinition agent,
      AgentDefinition.Install install,
      Consumer<String> say,
      Consumer<String> show) {
    install(agent, install, false, () -> {}, say, show);
  }

  /**
   * Fetches the agent, if wished only if the registry's signatures hold.
   *
   * @param signed whether npm must find every package signed by the registry, with the keys that it
   *     has for it
   * @param whole what is to be done before anybody else can remove it again
   */
  void install(
      AgentDefinition agent,
      AgentDefinition.Install install,
      boolean signed,
      Runnable whole,
      Consumer<String> say,
      Consumer<String> show) {
    Path npm =
        programs
            .find("npm")
            .orElseThrow(() -> NpmFailure.missing(agent.name(), here(install.npm())));
    String spec = spec(install);
    Path directory = directory(agent, install);
    say.accept("fetching " + spec + " with npm, once, into " + directory);
    Leftovers.sweep(PrivateFiles.directory(agents.resolve(agent.name())));
    Path unfinished = Leftovers.unfinished(directory);
    Path cache = Leftovers.unfinished(agents.resolve(agent.name()).resolve("npm"));
    try {
      run(npm, unfinished, cache, spec, signed, new Download.Telling(say, show));
      if (!inquiry.isFile(unfinished.resolve(relative(install)))) {
        throw NpmFailure.of(spec, "the package has no " + relative(install));
      }
      PinnedArchive.require(inquiry, unfinished, install);
      FetchedAgents.alone(
          data,
          () -> {
            settle(agent, install, unfinished);
            whole.run();
            return this;
          });
    } finally {
      Leftovers.delete(unfinished);
      Leftovers.delete(cache);
    }
  }

  /** Its name is the sign that it is complete. */
  private void settle(AgentDefinition agent, AgentDefinition.Install install, Path unfinished) {
    // Another launch may have fetched it in the meantime.
    if (isThere(agent, install)) {
      return;
    }
    Path directory = directory(agent, install);
    try {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        Leftovers.remove(directory);
      }
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw NpmFailure.of(spec(install), PrivateFiles.reason(e));
    }
  }

  private void run(
      Path npm, Path prefix, Path cache, String spec, boolean signed, Download.Telling telling) {
    List<String> install =
        new ArrayList<>(
            List.of(
                "install",
                "--prefix",
                prefix.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                // A network that refuses does so at once, instead of after minutes of npm's
                // silence.
                "--fetch-retries=1",
                "--fetch-retry-mintimeout=1000"));
    // The signatures are those of what is saved as wanted.
    install.add(signed ? "--save" : "--no-save");
    install.add(spec);
    call(spec, NpmWords.of(programs, npm, cache, install), prefix, cache, telling);
    if (signed) {
      telling.say().accept("checking the registry's signatures of " + spec);
      List<String> check =
          List.of(
              "audit",
              "signatures",
              "--prefix",
              prefix.toString(),
              "--fetch-retries=1",
              "--fetch-retry-mintimeout=1000",
              "--fetch-timeout=20000");
      try {
        call(spec, NpmWords.of(programs, npm, cache, check), prefix, cache, telling);
      } catch (UserFailure failure) {
        throw NpmFailure.unsigned(spec, failure);
      }
    }
  }

  private void call(
      String spec, List<String> words, Path prefix, Path cache, Download.Telling telling) {
    Map<String, String> environment = programs.environment(inquiry.environment());
    // It is looked at for a reason, and only its beginning is.
    CappedOutput output = new CappedOutput(LARGEST_OUTPUT, () -> {});
    Download download = new Download(List.of(prefix, cache), patience, telling);
    try (download) {
      // It changes what is asked afterwards, so it is not a question itself.
      ProgramEnd end =
          ProgramRunner.run(
              // Not in the project, where Corepack and version managers look for files to obey.
              new ProgramCall(
                  words,
                  environment,
                  prefix.resolveSibling(""),
                  "",
                  Optional.empty(),
                  LIMIT,
                  ProgramCall.Validity.UNTIL_ASKED),
              output);
      if (!end.inTime()) {
        throw NpmFailure.of(spec, "npm did not end within " + LIMIT.toMinutes() + " minutes");
      }
      if (end.status() != 0) {
        throw NpmFailure.of(
            spec,
            NpmFailure.reason(new String(output.bytes(), StandardCharsets.UTF_8) + end.errors()));
      }
    } catch (IOException e) {
      throw NpmFailure.of(
          spec,
          download.stalled()
              ? "no answer from the network for " + patience.toSeconds() + " seconds"
              : PrivateFiles.reason(e));
    }
  }

  private FoundAgent found(
      AgentDefinition agent, AgentDefinition.Install install, AgentFinder finder) {
    Path directory = directory(agent, install);
    // The finder knows what a script needs; where the program lies inside is decided here.
    AgentCommand outside =
        finder.find(List.of(program(agent, install).toString()), directory).orElseThrow().command();
    Path inside = INSIDE.resolve(agent.name());
    List<AgentCommand.OwnFile> files =
        outside.files().stream().filter(file -> !file.source().startsWith(directory)).toList();
    Origin origin = new Origin.Host(spec(install) + " from npm");
    return new FoundAgent(
        new AgentCommand(
            words(agent, inside.resolve(relative(install))),
            concat(files, new AgentCommand.OwnFile(directory, inside, origin)),
            // The interpreter's; its own program has another place inside.
            outside.ways().stream().filter(way -> !way.file().startsWith(directory)).toList(),
            outside.path()),
        List.of());
  }

  /** The definition's command, with the program where it lies inside. */
  private static List<String> words(AgentDefinition agent, Path program) {
    List<String> words = new ArrayList<>(agent.command().value());
    words.set(0, program.toString());
    return List.copyOf(words);
  }

  private static <T> List<T> concat(List<T> some, T last) {
    return Stream.concat(some.stream(), Stream.of(last)).toList();
  }

  static String spec(AgentDefinition.Install install) {
    return here(install.npm()) + "@" + install.version();
  }

  Path directory(AgentDefinition agent, AgentDefinition.Install install) {
    return agents.resolve(agent.name()).resolve(install.version());
  }

  boolean isThere(AgentDefinition agent, AgentDefinition.Install install) {
    return inquiry.isFile(program(agent, install));
  }

  private Path program(AgentDefinition agent, AgentDefinition.Install install) {
    return directory(agent, install).resolve(relative(install));
  }

  static String relative(AgentDefinition.Install install) {
    return here(install.program());
  }

  /** A text of a definition as it is on this machine's architecture. */
  public static String here(String text) {
    String architecture = System.getProperty("os.arch");
    return text.replace("{arch}", ARCHITECTURES.getOrDefault(architecture, architecture));
  }
}
