package dev.sandboxed.learn;

import java.util.List;

/** What to do instead of showing a place that is never shown. */
record Instead(String below, String words) {

  private static final List<Instead> ALL =
      List.of(
          new Instead(
              ".ssh",
              "keys of ssh stay outside: [sockets] ssh_agent = true lets git and ssh use your agent without them"),
          new Instead(
              ".gnupg",
              "keys of gpg stay outside: [sockets] gpg_agent = true lets gpg sign with your agent without them"),
          new Instead(
              ".aws",
              "logins of AWS stay outside: [credentials.NAME] puts a secret in on the way to its hosts alone"),
          new Instead(
              ".npmrc",
              "~/.npmrc may hold a token: { path = \"~/.npmrc\", mask = \"_authToken=(.*)\" } in read shows the rest"),
          new Instead(
              ".netrc",
              "~/.netrc holds logins: [credentials.NAME] puts a secret in on the way to its hosts alone"),
          new Instead(
              ".docker",
              "~/.docker may hold logins, and the daemon's socket opens this machine: neither is proposed"),
          new Instead(
              ".config/gh",
              "the login of gh stays outside: [credentials.github] puts GITHUB_TOKEN in on the way to GitHub alone"));

  static List<Instead> all() {
    return ALL;
  }
}
