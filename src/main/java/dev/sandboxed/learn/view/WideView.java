package dev.sandboxed.learn.view;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.learn.DotNames;
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
  private static final Origin MOVED =
      new Origin.BuiltIn(
          "learn shows no place that a variable names for keys, logins or what was typed");
  private static final Origin PACKAGES = new Origin.BuiltIn("learn shows the packages in /opt");

  private static final Origin UNKNOWN =
      new Origin.BuiltIn("learn shows of names that begin with a dot only what is known");

  // Where programs keep keys, logins and what was typed, if a person moved it from its usual place.
  private static final List<String> MOVERS =
      List.of(
          "ANSIBLE_VAULT_PASSWORD_FILE",
          "AWS_CONFIG_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AZURE_CONFIG_DIR",
          "BASH_ENV",
          "BOTO_CONFIG",
          "CLAUDE_CONFIG_DIR",
          "CLOUDSDK_CONFIG",
          "CODEX_HOME",
          "DOCKER_CONFIG",
          "ENV",
          "GH_CONFIG_DIR",
          "GLAB_CONFIG_DIR",
          "GNUPGHOME",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "HISTFILE",
          "KUBECONFIG",
          "LESSHISTFILE",
          "MYSQL_HISTFILE",
          "NETRC",
          "NODE_REPL_HISTORY",
          "NPM_CONFIG_USERCONFIG",
          "npm_config_userconfig",
          "PASSWORD_STORE_DIR",
          "PGPASSFILE",
          "PGSERVICEFILE",
          "PIP_CONFIG_FILE",
          "PSQL_HISTORY",
          "PYTHON_HISTORY",
          "RCLONE_CONFIG",
          "REGISTRY_AUTH_FILE",
          "RESTIC_PASSWORD_FILE",
          "R_ENVIRON_USER",
          "SOPS_AGE_KEY_FILE",
          "TF_CLI_CONFIG_FILE",
          "WGETRC",
          "XAUTHORITY",
          "ZDOTDIR");

  private static final String ANYWHERE = "~/**/";

  private final Inquiry inquiry;
  private final Path home;
  private final DotNames names;
  private final List<Path> left;
  private final List<Path> taken;
  private final List<PathRule> rules = new ArrayList<>();

  private WideView(Inquiry inquiry, Path home, DotNames names, List<Path> taken) {
    this.inquiry = inquiry;
    this.home = home;
    this.names = names;
    Stream<Path> caches =
        inquiry.variable("XDG_CACHE_HOME").filter(value -> value.startsWith("/")).stream()
            .map(value -> Path.of(value).normalize());
    this.left =
        Stream.concat(KnownPlaces.keptPrivate().stream().map(home::resolve), caches).toList();
    this.taken = taken;
  }

  /**
   * The profile of such a session that is below all others.
   *
   * @param never what is never shown, as it was read
   * @param shown what is shown of the names that begin with a dot
   * @param taken places that others decide about: sandboxed's own, the project, and what the
   *     profile grants
   * @param ownState the places where the agent's own instance is, which closes what is there
   */
  public static Profile of(
      Inquiry inquiry,
      Path home,
      Profile never,
      Profile shown,
      List<Path> taken,
      List<Path> ownState) {
    DotNames names =
        new DotNames(shown.layer().paths(), home, NeverShown.starts(home, inquiry::variable));
    WideView view = new WideView(inquiry, home, names, taken);
    view.below(home);
    view.packages();
    Stream.concat(
            NeverShown.inBothPlaces(never.layer().paths()).stream()
                .flatMap(WideView::inPackagesToo),
            view.moved())
        .filter(rule -> ownState.stream().noneMatch(place -> isAbout(rule, home, place)))
        .forEach(view.rules::add);
    return never.with(Layer.of("learn", NetworkRequest.SILENT, view.rules, List.of()));
  }

  private static boolean isAbout(PathRule rule, Path home, Path place) {
    return rule.pattern().startsWith("~/")
        ? home.resolve(rule.pattern().substring(2)).equals(place)
        : rule.pattern().equals(written(place));
  }

  /** A secret's name says the same in a package. */
  private static Stream<PathRule> inPackagesToo(PathRule rule) {
    return rule.pattern().startsWith(ANYWHERE)
        ? Stream.of(
            rule,
            new PathRule(
                rule.access(),
                "/opt/**/" + rule.pattern().substring(ANYWHERE.length()),
                rule.optional(),
                rule.spared(),
                rule.masks(),
                rule.origin()))
        : Stream.of(rule);
  }

  /** What is closed because a variable says that it is there. */
  private Stream<PathRule> moved() {
    return MOVERS.stream()
        .flatMap(name -> inquiry.variable(name).stream())
        .flatMap(value -> Stream.of(value.split(":")))
        .filter(value -> value.startsWith("/") && value.indexOf('\0') < 0)
        .map(value -> Path.of(value).normalize())
        .filter(place -> place.startsWith(home) || place.startsWith("/opt"))
        // Nobody means to close the home, the project, or what was asked for by itself.
        .filter(place -> !home.startsWith(place) && !taken.contains(place))
        .filter(WideView::isPlain)
        .distinct()
        .map(place -> new PathRule(Access.DENY, written(place), true, MOVED));
  }

  private static String written(Path place) {
    return place.toString().replace("$", "$$");
  }

  /** All of them but those that cannot be listed: nobody knows whether a socket is in one. */
  private void packages() {
    rules.add(new PathRule(Access.READ, "/opt", true, PACKAGES));
    try {
      inquiry
          .entries(Path.of("/opt"))
          .forEach((path, kind) -> {
            if (kind == Entry.Kind.DIRECTORY && isPlain(path) && !isListed(path)) {
              rules.add(new PathRule(Access.DENY, written(path), true, PACKAGES));
            }
          });
    } catch (IOException none) {
      // Then nothing is shown either.
      return;
    }
  }

  private boolean isListed(Path directory) {
    try {
      inquiry.entries(directory);
      return true;
    } catch (IOException closed) {
      return false;
    }
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
      boolean dot = names.holds(path);
      boolean whole = !dot || names.isShown(path);
      // One that is not listed: an unknown program's, which may have linked it into the home.
      if (dot && !whole && kind == Entry.Kind.SYMLINK) {
        elsewhere(path);
        return;
      }
      boolean holds =
          left.stream().anyMatch(place -> place.startsWith(path)) || names.leadsToShown(path);
      // A link could lead anywhere; and what it leads to in the home is shown by its own name.
      if (kind == Entry.Kind.DIRECTORY && holds && !(dot && whole)) {
        below(path);
      } else if (whole
          && (kind == Entry.Kind.FILE || (kind == Entry.Kind.DIRECTORY && isListed(path)))
          && isPlain(path)) {
        rules.add(new PathRule(Access.READ, written(path), true, WHY));
      }
    });
  }

  /** Closes what a link leads to, if that would be shown by its own name. */
  private void elsewhere(Path link) {
    try {
      Path place = inquiry.real(link);
      if (place.startsWith(home) && !home.equals(place) && isPlain(place)) {
        rules.add(new PathRule(Access.DENY, written(place), true, UNKNOWN));
      }
    } catch (IOException nowhere) {
      // Then there is nothing to be shown.
      return;
    }
  }

  /** A pattern would mean something else, and a name that is not UTF-8 nobody could grant. */
  private static boolean isPlain(Path path) {
    String text = path.toString();
    return text.indexOf('*') < 0 && text.indexOf('?') < 0 && text.indexOf('\uFFFD') < 0;
  }
}
