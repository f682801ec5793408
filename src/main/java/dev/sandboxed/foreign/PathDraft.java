package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.toml.TomlText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The paths of a draft. In a profile the longest path wins, so a grant below something that is
 * closed would open it again: where the source keeps it closed, the grant is left out.
 */
final class PathDraft {

  private record Rule(ForeignPath path, Setting source) {}

  private static final String ANYWHERE = "**/";

  private final Draft draft;
  private final Surroundings around;
  private final GrantablePlaces places;
  private final List<Rule> denied = new ArrayList<>();
  private final List<Rule> kept = new ArrayList<>();
  private final List<Rule> read = new ArrayList<>();
  private final List<Rule> written = new ArrayList<>();
  private Optional<Setting> readOnly = Optional.empty();

  PathDraft(Draft draft, Surroundings around) {
    this.draft = draft;
    this.around = around;
    this.places = new GrantablePlaces(around.home());
  }

  void deny(Setting source, ForeignPath path) {
    denied.add(new Rule(path.covering(), source));
  }

  /** Keeps the agent from changing it. */
  void keep(Setting source, ForeignPath path) {
    kept.add(new Rule(path.covering(), source));
  }

  void read(Setting source, ForeignPath path) {
    read.add(new Rule(path, source));
  }

  void write(Setting source, ForeignPath path) {
    written.add(new Rule(path, source));
  }

  /** The project itself is not writable, because of this setting. */
  void projectReadOnly(Setting source) {
    readOnly = readOnly.or(() -> Optional.of(source));
  }

  /** Whether something that may be written is the project as a whole. */
  boolean writesProject() {
    return written.stream().anyMatch(rule -> isProject(rule.path()));
  }

  private static boolean isProject(ForeignPath path) {
    return path.isExact() && path.text().equals(".");
  }

  void finish() {
    for (Rule rule : kept) {
      // Where home, or what it is in, must not be written, neither must a project there.
      if (isProject(rule.path()) || (rule.path().isExact() && holdsHome(rule.path()))) {
        projectReadOnly(rule.source());
      }
    }
    readOnly.ifPresent(source -> draft.addText(Draft.Key.READ, ".", source));
    read.forEach(rule -> grant(Draft.Key.READ, rule));
    written.forEach(rule -> grant(Draft.Key.WRITE, rule));
    denied.forEach(this::close);
    kept.forEach(this::protect);
  }

  private boolean holdsHome(ForeignPath path) {
    return Path.of(around.home()).startsWith(path.place(around.home()));
  }

  private void grant(Draft.Key key, Rule rule) {
    ForeignPath path = rule.path();
    if (isProject(path)) {
      draft.note(
          Verdict.ALREADY,
          rule.source(),
          readOnly.isPresent() ? "the project is read-only here" : "the project is writable");
      return;
    }
    Optional<String> objection =
        places.objection(path, key == Draft.Key.WRITE).or(() -> closedAbove(key, rule));
    objection.ifPresentOrElse(
        why -> draft.leaveOut(rule.source(), Quoted.of(path.text()) + " " + why),
        () -> draft.add(key, optional(path), rule.source()));
  }

  /** What keeps a grant closed although it is longer than what closes it. */
  private Optional<String> closedAbove(Draft.Key key, Rule grant) {
    Path place = grant.path().place(around.home());
    for (Rule rule : denied) {
      boolean same = rule.path().isExact() && rule.path().place(around.home()).equals(place);
      if (same || matchesAWay(rule.path(), place)) {
        return Optional.of("stays closed: " + rule.source().at() + " denies it");
      }
    }
    if (key == Draft.Key.WRITE) {
      for (Rule rule : kept) {
        if (covers(rule.path(), place) || (isProject(rule.path()) && grant.path().isRelative())) {
          return Optional.of(
              "stays as it is: " + rule.source().at() + " keeps it from being written");
        }
      }
    }
    return Optional.empty();
  }

  private boolean covers(ForeignPath closed, Path place) {
    return closed.isExact()
        ? place.startsWith(closed.place(around.home()))
        : matchesAWay(closed, place);
  }

  /** Whether a pattern could match a path or a directory on the way to it, by that one's name. */
  private static boolean matchesAWay(ForeignPath pattern, Path place) {
    if (pattern.isExact()) {
      return false;
    }
    String last = pattern.text().substring(pattern.text().lastIndexOf('/') + 1);
    // Two stars in a name cross directories: what counts is how it ends.
    int crossing = last.lastIndexOf("**");
    String name = crossing < 0 ? last : last.substring(crossing);
    for (Path part : place) {
      if (WildcardName.matches(name, part.toString())) {
        return true;
      }
    }
    return false;
  }

  private void close(Rule rule) {
    ForeignPath path = rule.path();
    if (path.isExact() && places.isOfEverySandbox(path)) {
      draft.note(
          Verdict.WEAKER,
          rule.source(),
          Quoted.of(path.text()) + " is in every sandbox, read-only, without what is yours");
    } else {
      everywhere(path)
          .ifPresentOrElse(
              rest -> anywhere(rest, rule.source()),
              () -> draft.addText(Draft.Key.DENY, path.written(), rule.source()));
    }
    if (!path.isRelative()) {
      shownBelow(rule);
      draft.noteOnce(
          Verdict.WEAKER,
          rule.source(),
          "a project that you start below a denied directory is visible all the same, and so is what the agent's definition shows there (sandboxed explain AGENT PATH)");
    }
  }

  /** The rest of a pattern that is about all of the machine or all of the home. */
  private static Optional<String> everywhere(ForeignPath path) {
    for (String start : List.of("/" + ANYWHERE, "~/" + ANYWHERE)) {
      if (path.text().startsWith(start)) {
        return Optional.of(path.text().substring(start.length()));
      }
    }
    return Optional.empty();
  }

  /** Nobody has to look through all of a home: closed is what would be visible. */
  private void anywhere(String rest, Setting source) {
    String pattern = ANYWHERE + rest.replace("$", "$$");
    draft.addText(Draft.Key.DENY, pattern, source);
    for (List<Rule> grants : List.of(read, written)) {
      for (Rule grant : grants) {
        if (!grant.path().isRelative() && places.objection(grant.path(), false).isEmpty()) {
          draft.addText(Draft.Key.DENY, grant.path().written() + "/" + pattern, source);
        }
      }
    }
    draft.note(
        Verdict.DIFFERENT,
        source,
        "is closed in the project and in what this profile shows; nothing else is visible");
  }

  /** What the profile below shows deeper than a denied directory would win over it. */
  private void shownBelow(Rule rule) {
    if (!rule.path().isExact()) {
      return;
    }
    Path closed = rule.path().place(around.home());
    for (String shown : around.shown()) {
      Path place =
          ForeignPath.literal(shown.replace("$XDG_CONFIG_HOME", "~/.config")).place(around.home());
      if (place.startsWith(closed) && !place.equals(closed)) {
        draft.addText(Draft.Key.DENY, shown, rule.source());
      }
    }
  }

  private void protect(Rule rule) {
    ForeignPath path = rule.path();
    if (isProject(path) || (path.isExact() && holdsHome(path))) {
      return;
    }
    Path place = path.place(around.home());
    boolean closed =
        denied.stream()
            .anyMatch(deny ->
                deny.path().isExact()
                    ? place.startsWith(deny.path().place(around.home()))
                    : matchesAWay(deny.path(), place));
    if (closed) {
      draft.note(Verdict.ALREADY, rule.source(), "is closed altogether, or may be");
      return;
    }
    draft.add(Draft.Key.PROTECT, optional(path), rule.source());
    if (!path.isRelative()) {
      draft.noteOnce(
          Verdict.WEAKER,
          rule.source(),
          "a project that you start below a directory that must not be written is writable all the same");
    }
    draft.noteOnce(
        Verdict.DIFFERENT,
        rule.source(),
        "what must not be written and is not there yet can be made; you are told of it when the session ends");
  }

  private static String optional(ForeignPath path) {
    return "{ path = " + TomlText.quoted(path.written()) + ", optional = true }";
  }
}
