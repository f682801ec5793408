package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes many steps in the project. What they write must be on the disk before it gets its name: if
 * the computer stops, a name has the old content or the new one, whole. To wait for the disk at
 * each file takes minutes for ten thousands of them. So the new contents of many are written beside
 * their places first, then all of them are waited for at once, and then each gets its name.
 */
final class Steps {

  /**
   * As many are written to the disk one by one: what others have to write is none of their wait.
   */
  static final int FEW = 16;

  // How many files and bytes lie beside their places at a time.
  private static final int MOST = 2000;
  private static final long MOST_BYTES = 256L << 20;

  private final OpenDirectory project;
  private final boolean many;
  private final BiConsumer<Action, Optional<String>> told;
  private final Set<Path> noDirectories;
  private final List<Step> waiting = new ArrayList<>();
  private long bytes;

  private Steps(
      OpenDirectory project, List<Action> actions, BiConsumer<Action, Optional<String>> told) {
    this.project = project;
    this.many = actions.size() > FEW;
    this.noDirectories =
        actions.stream()
            .filter(action -> action.made().isThere() && !action.made().is(Node.Kind.DIRECTORY))
            .map(Action::name)
            .collect(Collectors.toSet());
    this.told = told;
  }

  /**
   * Takes them, in this order, except that files get their names a little later.
   *
   * @param content the file with what a step writes
   * @param told hears of each why it was not taken, if something else was there
   * @throws IOException if the project cannot be written
   */
  static void take(
      OpenDirectory project,
      List<Action> actions,
      Function<Action, Path> content,
      BiConsumer<Action, Optional<String>> told)
      throws IOException {
    Steps steps = new Steps(project, actions, told);
    try {
      for (Action action : actions) {
        steps.take(action, content.apply(action));
      }
      steps.name();
    } finally {
      // Nothing waits unless something failed, such as a full disk.
      for (Step step : steps.waiting) {
        step.giveUp();
      }
    }
    if (steps.many) {
      project.syncAll();
    }
  }

  private void take(Action action, Path content) throws IOException {
    Step step = new Step(project, action, content, !many, noDirectories::contains);
    if (!many) {
      try {
        step.take();
      } catch (IOException full) {
        step.giveUp();
        throw full;
      }
      told.accept(action, step.problem());
      return;
    }
    step.begin();
    if (!step.waits()) {
      told.accept(action, step.problem());
      return;
    }
    waiting.add(step);
    bytes += Files.size(content);
    if (waiting.size() >= MOST || bytes >= MOST_BYTES) {
      name();
    }
  }

  private void name() throws IOException {
    if (!waiting.isEmpty()) {
      project.syncAll();
    }
    for (Step step : List.copyOf(waiting)) {
      step.end();
      told.accept(step.action(), step.problem());
    }
    waiting.clear();
    bytes = 0;
  }
}
