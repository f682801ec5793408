package dev.sandboxed.host.survey;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a survey goes and what it looks for.
 *
 * @param directories the directories that a sandbox can see; one may lie in another, or be missing
 * @param globs patterns whose matches are masked; the walk answers those that cross directories
 * @param kinds patterns that are only counted
 */
public record SurveyScope(List<Path> directories, List<Glob> globs, List<Glob> kinds) {

  public SurveyScope {
    directories = List.copyOf(directories);
    globs = List.copyOf(globs);
    kinds = List.copyOf(kinds);
  }
}
