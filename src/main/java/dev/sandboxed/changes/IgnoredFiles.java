package dev.sandboxed.changes;

import dev.sandboxed.host.HostProbe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Asks git which files a project ignores, without looking at the project's own repository: the
 * agent may have written something there that git would execute. A repository of sandboxed's takes
 * its place.
 */
final class IgnoredFiles {

  // Git takes a second to answer for a hundred thousand files.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Path project;

  /**
   * @param environment the person's, whose own ignore rules count as well
   */
  IgnoredFiles(Map<String, String> environment, Path project) {
    this.environment = environment;
    this.project = project;
  }

  /**
   * The names that git ignores; none if the project is not a work tree or there is no git.
   *
   * @param names below the project
   * @param repository an empty one
   */
  Set<String> among(Collection<String> names, Path repository) {
    Optional<Path> git = new HostProbe(environment).tools(project).find("git");
    if (names.isEmpty()
        || git.isEmpty()
        || !Files.exists(project.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
      return Set.of();
    }
    CommandLine command = new CommandLine(git.get().toFile());
    command.addArguments(
        new String[] {
          "--git-dir=" + repository, "--work-tree=" + project, "check-ignore", "-z", "--stdin"
        },
        false);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] input = String.join("\0", names).getBytes(StandardCharsets.UTF_8);
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setWorkingDirectory(project)
            .setExecuteStreamHandler(
                new PumpStreamHandler(
                    output, OutputStream.nullOutputStream(), new ByteArrayInputStream(input)))
            .get();
    executor.setWatchdog(ExecuteWatchdog.builder().setTimeout(LIMIT).get());
    try {
      executor.execute(command, personsConfiguration());
      return Stream.of(output.toString(StandardCharsets.UTF_8).split("\0", -1))
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toSet());
    } catch (IOException noneOrBroken) {
      return Set.of();
    }
  }

  /** No other git variables: with them, git would answer about another repository. */
  private Map<String, String> personsConfiguration() {
    Map<String, String> configuration = new HashMap<>(environment);
    configuration.keySet().retainAll(Set.of("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL"));
    return configuration;
  }
}
