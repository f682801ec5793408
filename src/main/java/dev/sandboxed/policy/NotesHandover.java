package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;

/**
 * How the agent is told what it is in, by means of its own.
 *
 * @param path where it reads instructions by itself
 * @param settings files that make it look there
 */
public record NotesHandover(Path path, List<SettingsFile> settings, Origin origin) {

  /** A small file, written for the sandbox. */
  public record SettingsFile(Path path, String text, Origin origin) {}

  public NotesHandover {
    settings = List.copyOf(settings);
  }
}
