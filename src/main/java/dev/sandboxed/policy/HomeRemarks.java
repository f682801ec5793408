package dev.sandboxed.policy;

import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.tools.ToolPlace;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says where a grant opens more of the person's home than a project needs. */
final class HomeRemarks {

  private static final int NAMED = 3;

  // What starts by itself, or decides what does: at a login, in a shell, at the next commit.
  private static final List<String> START_UP =
      List.of(
          ".bashrc",
          ".profile",
          ".config/autostart",
          ".ssh",
          ".bash_profile",
          ".bash_login",
          ".bash_logout",
          ".bash_aliases",
          ".zshenv",
          ".zshrc",
          ".zprofile",
          ".zlogin",
          ".zlogout",
          ".cshrc",
          ".tcshrc",
          ".login",
          ".config/fish",
          ".pam_environment",
          ".xprofile",
          ".xinitrc",
          ".xsession",
          ".xsessionrc",
          ".config/environment.d",
          ".config/systemd/user",
          ".local/share/systemd/user",
          ".local/share/dbus-1/services",
          ".local/share/applications",
          ".gitconfig",
          ".config/git",
          ".config/direnv",
          ".npmrc",
          ".tmux.conf",
          ".vimrc",
          ".vim",
          ".config/nvim",
          ".emacs",
          ".emacs.d",
          ".local/bin",
          "bin",
          ".cargo/bin",
          "go/bin");

  private final Path home;
  private final List<Grant> grants;

  private HomeRemarks(Path home, List<Grant> grants) {
    this.home = home;
    this.grants = grants;
  }

  /**
   * The remarks on the grants of the finished policy.
   *
   * @param path the person's PATH
   */
  static List<Remark> of(HostFacts host, List<ToolPlace> path, List<Grant> grants) {
    HomeRemarks all = new HomeRemarks(host.person().home(), grants);
    List<Remark> remarks = new ArrayList<>();
    all.readable().ifPresent(remarks::add);
    Path project = host.project().directory();
    all.writable(
            Stream.concat(
                    START_UP.stream().map(all.home::resolve),
                    path.stream()
                        .map(ToolPlace::named)
                        .filter(entry -> entry.startsWith(all.home) && !entry.equals(all.home)))
                // Its author may start whatever is in it anyway.
                .filter(place -> !place.startsWith(project))
                .distinct()
                .toList())
        .ifPresent(remarks::add);
    return remarks;
  }

  private Optional<Remark> readable() {
    return deciding(home)
        .filter(grant -> grant.access() != Access.DENY)
        .map(grant ->
            Remark.from(
                grant.origin(),
                "home.readable",
                "your whole home is inside: other projects, and keys and tokens that no rule masks"));
  }

  private Optional<Remark> writable(List<Path> places) {
    List<Grant> opened = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path place : places) {
      opening(place)
          .ifPresent(grant -> {
            opened.add(grant);
            names.add("~/" + home.relativize(place));
          });
    }
    int more = names.size() - NAMED;
    return opened.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Remark.from(
                opened.getFirst().origin(),
                "home.start-up",
                "what the agent writes to "
                    + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                    + (more > 0 ? " and " + more + " more" : "")
                    + " runs outside as you, or decides what does"));
  }

  /** The grant that lets the agent write a place, or something in it. */
  private Optional<Grant> opening(Path place) {
    return deciding(place)
        .filter(grant -> grant.access() == Access.WRITE && isOfTheHost(grant))
        .or(() ->
            grants.stream()
                .filter(grant -> grant.access() == Access.WRITE && isOfTheHost(grant))
                .filter(grant -> grant.path().startsWith(place))
                .findFirst());
  }

  private static boolean isOfTheHost(Grant grant) {
    return grant.path().equals(grant.source());
  }

  private Optional<Grant> deciding(Path path) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .reduce(
            (one, other) -> one.path().getNameCount() > other.path().getNameCount() ? one : other);
  }
}
