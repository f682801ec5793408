package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a survey goes and what it looks for.
 *
 * @param directories those that a sandbox is to see, which may lie in each other or be missing
 * @param globs patterns whose matches are masked; those that cross directories are answered
 * @param kinds patterns that are only counted
 */
public record SurveyScope(List<Path> directories, List<Glob> globs, List<Glob> kinds) {

  public SurveyScope {
    directories = List.copyOf(directories);
    globs = List.copyOf(globs);
    kinds = List.copyOf(kinds);
  }
}
