package dev.sandboxed.files.write;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text file that a person edits. They work on a draft beside it, which takes its place in one
 * step and only if nothing is wrong with it; otherwise it is kept for the next time.
 *
 * @param draft where the draft is; if there is one already, the person goes on with that
 */
public record EditedFile(Path file, Path draft) {

  // Far more than a person types.
  private static final int LARGEST = 4 << 20;

  /**
   * What edits it.
   *
   * @param words the program and its arguments; the draft follows them
   */
  public record Editor(List<String> words, Map<String, String> environment) {
    public Editor {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }
  }

  /** Whether there is a draft from an earlier time. */
  public boolean isBegun() {
    return Files.isRegularFile(draft);
  }

  /**
   * Has it edited.
   *
   * @param start the text of a new one
   * @param check finds what is wrong with a text
   * @return whether the file is another one now
   * @throws UserFailure if it is not, and a draft was kept
   */
  public boolean edit(String start, Editor editor, Function<String, List<Problem>> check) {
    Optional<String> before = text(file);
    PrivateFiles.directory(draft.resolveSibling(""));
    PrivateFiles.file(draft, before.orElse(start));
    int status = run(editor);
    String text =
        text(draft)
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "edit.no-draft", "the editor has removed " + draft, "edit it again")));
    if (text.equals(before.orElse(start))) {
      Leftovers.delete(draft);
      return false;
    }
    List<Problem> problems = new ArrayList<>();
    if (status != 0) {
      problems.add(Problem.of("edit.editor", "the editor ended with status " + status, ""));
    } else if (!text(file).equals(before)) {
      problems.add(Problem.of("edit.changed", file + " has changed in the meantime", ""));
    } else {
      check.apply(text).stream().map(this::inDraft).forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      problems.add(
          Problem.of(
              "edit.kept",
              (before.isEmpty() ? file + " was not made" : file + " is as it was")
                  + "; what you wrote is kept in "
                  + draft,
              "edit it again to go on there, or throw it away: rm " + Quoted.forShell(draft)));
      throw new UserFailure(problems);
    }
    replace(text);
    Leftovers.delete(draft);
    return true;
  }

  private int run(Editor editor) {
    List<String> words = new ArrayList<>(editor.words());
    words.add(draft.toString());
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(editor.environment());
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "edit.no-editor",
              "cannot start the editor: " + e.getMessage(),
              "set VISUAL or EDITOR to one that is installed"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  /** An editor finds the mistake in the text that the person wrote. */
  private Problem inDraft(Problem problem) {
    return new Problem(
        problem.code(),
        problem.message(),
        problem
            .where()
            .map(where ->
                where.file().equals(file.toString())
                    ? new SourcePosition(draft.toString(), where.line(), where.column())
                    : where),
        problem.hint());
  }

  /** Some keep theirs elsewhere, and a link here. */
  private void replace(String text) {
    Path place = file;
    try {
      place = Files.isSymbolicLink(file) ? file.toRealPath() : file;
    } catch (IOException dangling) {
      throw PrivateFiles.notWritable(file, dangling);
    }
    PrivateFiles.directory(place.resolveSibling(""));
    PrivateFiles.replace(place, text);
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(BoundedFile.text(file, LARGEST));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }
}
