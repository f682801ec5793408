package dev.sandboxed.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What git reads outside any repository.
 *
 * @param home of the person
 * @param files those that it reads by itself, whether they exist or not
 * @param environment of the person; its {@code GIT_CONFIG_*} variables are configuration too
 */
public record GitEnvironment(Path home, List<Path> files, Map<String, String> environment) {

  public GitEnvironment {
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
  }
}
