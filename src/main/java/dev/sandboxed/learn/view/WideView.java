package dev.sandboxed.learn.view;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.learn.KnownPlaces;
import dev.sandboxed.learn.NeverShown;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a session sees while it is recorded, below everything that its profile says: the home, name
 * by name, so that the home itself stays private and writable as always; and what is never shown.
 */
public final class WideView {

  private static final Origin WHY = new Origin.BuiltIn("learn shows what is in your home");
  private static final Origin PACKAGES = new Origin.BuiltIn("learn shows the packages in /opt");

  // Programs make their own files in these, beside those of others.
  private static final List<Path> SHARED =
      Stream.of(".config", ".local", ".local/share", ".local/state").map(Path::of).toList();

  private final Inquiry inquiry;
  private final Path home;
  private final List<Path> left;
  private final List<Path> taken;
  private final List<PathRule> rules = new ArrayList<>();

  private WideView(Inquiry inquiry, Path home, List<Path> taken) {
    this.inquiry = inquiry;
    this.home = home;
    this.left = KnownPlaces.keptPrivate().stream().map(home::resolve).toList();
    this.taken = taken;
  }

  /**
   * The profile of such a session that is below all others.
   *
   * @param never what is never shown, as it was read
   * @param taken places that others decide about: sandboxed's own, the project, and what the
   *     profile grants
   * @param ownState the places where the agent's own instance is, which closes what is there
   */
  public static Profile of(
      Inquiry inquiry, Path home, Profile never, List<Path> taken, List<Path> ownState) {
    WideView view = new WideView(inquiry, home, taken);
    view.below(home);
    view.rules.add(new PathRule(Access.READ, "/opt", true, PACKAGES));
    NeverShown.inBothPlaces(never.layer().paths()).stream()
        .filter(rule -> ownState.stream().noneMatch(place -> isAbout(rule, home, place)))
        .forEach(view.rules::add);
    return never.with(Layer.of("learn", NetworkRequest.SILENT, view.rules, List.of()));
  }

  private static boolean isAbout(PathRule rule, Path home, Path place) {
    return rule.pattern().startsWith("~/")
        && home.resolve(rule.pattern().substring(2)).equals(place);
  }

  private void below(Path directory) {
    Map<Path, Entry.Kind> entries;
    try {
      entries = inquiry.entries(directory);
    } catch (IOException closedOrGone) {
      return;
    }
    entries.forEach((path, kind) -> {
      if (taken.stream().anyMatch(path::startsWith) || left.contains(path)) {
        return;
      }
      boolean holds =
          left.stream().anyMatch(place -> place.startsWith(path))
              || SHARED.contains(home.relativize(path));
      // A link could lead anywhere; and what it leads to in the home is shown by its own name.
      if (kind == Entry.Kind.DIRECTORY && holds) {
        below(path);
      } else if ((kind == Entry.Kind.DIRECTORY || kind == Entry.Kind.FILE) && isPlain(path)) {
        rules.add(new PathRule(Access.READ, path.toString().replace("$", "$$"), true, WHY));
      }
    });
  }

  /** A pattern would mean something else, and a name that is not UTF-8 nobody could grant. */
  private static boolean isPlain(Path path) {
    String text = path.toString();
    return text.indexOf('*') < 0 && text.indexOf('?') < 0 && text.indexOf('\uFFFD') < 0;
  }
}
