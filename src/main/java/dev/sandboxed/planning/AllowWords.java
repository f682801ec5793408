package dev.sandboxed.planning;

import dev.sandboxed.problem.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code sandboxed allow …}, as messages name it. */
public final class AllowWords {

  private AllowWords() {}

  /**
   * The command, as a shell reads it.
   *
   * @param installable of the dev shell
   * @param options others, which need no quotes
   */
  public static String command(Path project, String installable, String... options) {
    List<String> words = new ArrayList<>(List.of("sandboxed", "allow"));
    if (!installable.equals(LocalDevShell.DEFAULT)) {
      words.add("--devshell=" + quoted(installable));
    }
    words.addAll(List.of(options));
    words.add(quoted(project.toString()));
    return String.join(" ", words);
  }

  /** A word, in quotes where a shell needs them. */
  public static String quoted(String word) {
    return word.matches("[\\w./+@%-]+") ? word : Quoted.forShell(word);
  }
}
