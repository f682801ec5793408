package dev.sandboxed.git;

import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Quoted;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells the person what a session changed in its own configuration of git, and which commands take
 * over what is harmless. Started by src/main/bash/copies when the session has ended.
 */
public final class TellConfiguration {

  // Nobody would read more.
  private static final int MOST = 12;

  private TellConfiguration() {}

  /**
   * Prints it, or nothing. Standard input has the text of each copy that changed, ended by a NUL:
   * an agent may have put a pipe in its place, which Java would wait for.
   *
   * @param arguments the project; then, for each configuration that changed, the file, what was
   *     copied, and the file as a person knows it
   */
  public static void main(String[] arguments) throws IOException {
    String[] copies =
        new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\0", -1);
    StringBuilder text = new StringBuilder();
    GitConfig modules = read(Path.of(arguments[0], ".gitmodules"));
    for (int at = 1; at + 2 < arguments.length; at += 3) {
      GitConfig copy = GitConfig.parse(at / 3 < copies.length ? copies[at / 3] : "");
      text.append(
          of(
              new ConfigurationChanges(read(Path.of(arguments[at + 1])), copy, modules),
              Path.of(arguments[0]),
              Path.of(arguments[at]),
              arguments[at + 2]));
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.print(text);
    out.flush();
  }

  /** What cannot be read says nothing. */
  private static GitConfig read(Path file) {
    Look look = new Look(new LiveInquiry(System.getenv(), InstantSource.system()));
    return GitConfig.parse(look.bytes(file).orElse(""));
  }

  static String of(ConfigurationChanges changes, Path project, Path file, String shown) {
    List<ConfigurationChanges.Harmless> harmless = changes.harmless();
    List<String> others = changes.others();
    String command =
        file.equals(project.resolve(".git/config"))
            ? "git config "
            : "git config --file " + Quoted.forShell(file) + " ";
    StringBuilder text = new StringBuilder();
    if (!harmless.isEmpty()) {
      text.append("sandboxed: only this project's sandboxes have these changes to ")
          .append(Printable.line(shown))
          .append("; to take one over, type\n");
      harmless.stream()
          .limit(MOST)
          .forEach(one -> text.append("  ").append(command).append(one.words()).append('\n'));
      more(text, harmless.size());
    }
    if (!others.isEmpty()) {
      text.append(
              "sandboxed: these stay in this project's sandboxes, and git outside does not obey them: ")
          .append(String.join(", ", others.stream().limit(MOST).map(Printable::line).toList()))
          .append('\n');
      more(text, others.size());
    }
    return text.toString();
  }

  private static void more(StringBuilder text, int count) {
    if (count > MOST) {
      text.append("  and %d more\n".formatted(count - MOST));
    }
  }
}
