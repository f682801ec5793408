package dev.sandboxed.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The person's editors that have a project open.
 *
 * @param open those that run and listen where their lock says, by port
 * @param terminal the port of the one whose terminal the person is in, as a variable says
 * @param passedOver remarks about locks that do not count
 */
public record Editors(List<Editor> open, Optional<String> terminal, List<String> passedOver) {

  /** Nobody has asked for any. */
  public static final Editors NONE = new Editors(List.of(), Optional.empty(), List.of());

  public Editors {
    open = List.copyOf(open);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * One editor.
   *
   * @param lock the file that names it, and holds the token with which an agent signs in to it
   * @param port of this machine's loopback
   * @param name as it calls itself, safe to show
   */
  public record Editor(Path lock, int port, String name) {}

  /** The same, with the locks in another directory, where they are inside. */
  public Editors in(Path directory) {
    return new Editors(
        open.stream()
            .map(editor ->
                new Editor(
                    directory.resolve(editor.lock().getFileName()), editor.port(), editor.name()))
            .toList(),
        terminal,
        passedOver);
  }
}
