package dev.sandboxed.cli.sessions;

import dev.sandboxed.denials.tried.Tried;
import dev.sandboxed.observed.look.SeenSession;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.state.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What became of something in the last session of a project that was observed. */
public final class PastRefusals {

  private final SessionChoice choice;

  public PastRefusals(SessionChoice choice) {
    this.choice = choice;
  }

  /**
   * A line for each subject that was refused there.
   *
   * @param subjects paths and addresses, as a person types them
   */
  public List<String> about(List<String> subjects, Path home) {
    Optional<Session> last = choice.lastObserved();
    if (last.isEmpty()) {
      return List.of();
    }
    List<Tried> refused = SeenSession.of(choice.state(), last.get().name()).refused();
    return subjects.stream()
        .filter(subject -> {
          String text = subject.startsWith("~/") ? home + subject.substring(1) : subject;
          return refused.stream()
              .anyMatch(one -> TriedText.isNamedIn(one, text, last.get().project()));
        })
        .map(subject ->
            "%s was refused in session %s: sandboxed denials --about %s"
                .formatted(Quoted.of(subject), last.get().name(), Quoted.forShell(subject)))
        .toList();
  }
}
