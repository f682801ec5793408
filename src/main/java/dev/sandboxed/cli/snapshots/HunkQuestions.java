package dev.sandboxed.cli.snapshots;

import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.review.Revealed;
import dev.sandboxed.snapshot.Change;
import dev.sandboxed.snapshot.FileDiff;
import dev.sandboxed.snapshot.TakeOver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks about each place of each file, with the answers of {@code git add -p}. */
final class HunkQuestions implements TakeOver.Asking {

  private static final String HELP =
      """
      y - take this over
      n - leave this
      q - leave this and all that follows
      a - take this over and the rest of this file
      d - leave this and the rest of this file
      """;

  private final Screen screen;
  private final Function<String, Optional<String>> person;
  private boolean over;

  HunkQuestions(Screen screen, Function<String, Optional<String>> person) {
    this.screen = screen;
    this.person = person;
  }

  @Override
  public TakeOver.Answer about(Change change, Optional<FileDiff> diff) {
    if (over) {
      return new TakeOver.Answer.Nothing();
    }
    row(ContentDiff.Kind.FILE, ChangesCommand.heading(change));
    // A part of a link, of a file that goes or of a new name makes no sense.
    boolean whole =
        diff.isEmpty()
            || diff.get().hunks() == 0
            || change.kind() == Change.Kind.REMOVED
            || change.kind() == Change.Kind.RENAMED
            || !change.isOfFiles();
    return whole ? all(diff) : some(diff.get());
  }

  private TakeOver.Answer all(Optional<FileDiff> diff) {
    diff.ifPresent(lines -> show(lines.lines()));
    return switch (ask("Take this over")) {
      case 'y', 'a' -> new TakeOver.Answer.All();
      default -> new TakeOver.Answer.Nothing();
    };
  }

  private TakeOver.Answer some(FileDiff diff) {
    List<Integer> chosen = new ArrayList<>();
    int hunk = 0;
    boolean rest = false;
    for (boolean asking = true; hunk < diff.hunks() && asking; hunk++) {
      show(diff.hunk(hunk));
      char answer = ask("(%d/%d) Take this over".formatted(hunk + 1, diff.hunks()));
      rest = answer == 'a';
      if (answer == 'y' || rest) {
        chosen.add(hunk);
      }
      asking = answer == 'y' || answer == 'n';
    }
    for (; rest && hunk < diff.hunks(); hunk++) {
      chosen.add(hunk);
    }
    if (chosen.size() == diff.hunks()) {
      return new TakeOver.Answer.All();
    }
    return chosen.isEmpty() ? new TakeOver.Answer.Nothing() : new TakeOver.Answer.Some(chosen);
  }

  private char ask(String question) {
    while (true) {
      String answer = person.apply(question + " [y,n,q,a,d,?]? ").map(String::strip).orElse("q");
      switch (answer) {
        case "y", "n", "a", "d" -> {
          return answer.charAt(0);
        }
        case "q" -> {
          over = true;
          return 'q';
        }
        default -> screen.err().print(HELP);
      }
    }
  }

  private void show(List<String> lines) {
    lines.forEach(line -> row(ChangesCommand.kind(line), Revealed.of(line).text()));
  }

  private void row(ContentDiff.Kind kind, String text) {
    screen.shown().accept(new ContentDiff.Row(kind, text));
  }
}
