package dev.sandboxed.host.survey;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds what programs need of {@code /etc}: a list of names that are nobody's secret, and whatever
 * an installed program of the same name links to. Debian, for example, keeps Maven in {@code
 * /usr/share/maven} and its configuration, behind a link there, in {@code /etc/maven}.
 *
 * <p>It looks at one directory of programs for each name in {@code /etc}, never at all of {@code
 * /usr}.
 */
public final class EtcProbe {

  private static final Path ETC = Path.of("/etc");

  // What programs of the C library, TLS, Java, Python, Perl, git and the shells read at start.
  // Nothing listed here is secret. /etc/ssl as a whole is not listed, because its private/ holds
  // keys.
  private static final Set<String> LISTED =
      Set.of(
          "alternatives",
          "bash.bashrc",
          "bash_completion",
          "bash_completion.d",
          "ca-certificates",
          "ca-certificates.conf",
          "crypto-policies",
          "debian_version",
          "fonts",
          "gai.conf",
          "gitconfig",
          "host.conf",
          "inputrc",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "locale.alias",
          "locale.conf",
          "lsb-release",
          "magic",
          "magic.mime",
          "mime.types",
          "os-release",
          "perl",
          "profile",
          "profile.d",
          "protocols",
          "python3",
          "rpc",
          "services",
          "shells",
          "static",
          "terminfo",
          "timezone",
          "xdg",
          "zoneinfo");

  private static final List<String> LISTED_BELOW =
      List.of("pki/ca-trust", "pki/tls/certs", "ssl/cert.pem", "ssl/certs", "ssl/openssl.cnf");

  // Programs of a developer's machine that read these without a link. Each is shown only if
  // everybody on this machine may read it. Not those in which people keep tokens for a registry or
  // a proxy, such as npmrc, pip.conf, wgetrc and environment.
  private static final Set<String> IF_OPEN =
      Set.of(
          "OpenCL",
          "R",
          "ant",
          "chromium.d",
          "dictionaries-common",
          "dotnet",
          "emacs",
          "erlang",
          "fish",
          "gdb",
          "ghostscript",
          "glvnd",
          "gradle",
          "java",
          "lynx",
          "maven",
          "mavenrc",
          "nanorc",
          "openmpi",
          "papersize",
          "php",
          "postgresql-common",
          "screenrc",
          "sgml",
          "texmf",
          "tmux.conf",
          "vim",
          "virc",
          "vulkan",
          "xml",
          "zsh");

  // Debian's JDKs keep their configuration in java-N-openjdk and do not start without it.
  private static final List<String> IF_OPEN_BEGINNINGS = List.of("java-", "ImageMagick-");

  // Where credentials, keys and the description of this host live, whoever links there.
  private static final Set<String> NEVER =
      Set.of(
          "NetworkManager",
          "apache2",
          "apt",
          "cups",
          "default",
          "docker",
          "environment",
          "fstab",
          "group",
          "gshadow",
          "hosts",
          "ipsec.d",
          "kubernetes",
          "krb5.keytab",
          "ldap",
          "lightdm",
          "machine-id",
          "mtab",
          "mysql",
          "nginx",
          "openvpn",
          "opt",
          "pam.d",
          "passwd",
          "postgresql",
          "ppp",
          "resolv.conf",
          "samba",
          "security",
          "shadow",
          "ssh",
          "ssl",
          "strongswan.d",
          "sudoers",
          "sudoers.d",
          "systemd",
          "wireguard",
          "wpa_supplicant");

  private static final List<Path> PROGRAMS = List.of(Path.of("/usr/share"), Path.of("/usr/lib"));

  // Where in its directory a program keeps links to its configuration.
  private static final List<String> INNER = List.of("", "bin", "conf", "etc");

  private static final int READ_BY_OTHERS = 04;
  private static final int ENTERED_BY_OTHERS = 05;

  private final Inquiry inquiry;
  private final NavigableSet<Path> found = new TreeSet<>();

  private EtcProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** The files and directories below {@code /etc} that a sandbox shows, none inside another. */
  public static List<Path> look(Inquiry inquiry) {
    EtcProbe etc = new EtcProbe(inquiry);
    etc.look();
    return List.copyOf(etc.found);
  }

  private void look() {
    Map<Path, Entry.Kind> names = entries(ETC);
    LISTED_BELOW.stream().map(ETC::resolve).filter(inquiry::exists).forEach(found::add);
    for (Path path : names.keySet()) {
      String name = path.getFileName().toString();
      if (LISTED.contains(name)) {
        if (inquiry.exists(path)) {
          found.add(path);
        }
      } else if (IF_OPEN.contains(name) || IF_OPEN_BEGINNINGS.stream().anyMatch(name::startsWith)) {
        if (isOpen(path)) {
          found.add(path);
        }
      } else if (!NEVER.contains(name)) {
        // /etc has fewer names than a directory of all programs.
        PROGRAMS.stream()
            .map(programs -> programs.resolve(name))
            .filter(inquiry::isDirectory)
            .forEach(program -> linked(program, path));
      }
    }
  }

  /** Adds what a program's directory links to in its part of {@code /etc}. */
  private void linked(Path program, Path part) {
    INNER.stream()
        .map(program::resolve)
        .flatMap(directory -> entries(directory).entrySet().stream())
        .filter(entry -> entry.getValue() == Entry.Kind.SYMLINK)
        .flatMap(entry -> target(entry.getKey()).stream())
        .filter(target -> target.startsWith(part) && isOpen(target))
        .filter(target -> found.stream().noneMatch(target::startsWith))
        .forEach(found::add);
  }

  private Optional<Path> target(Path link) {
    try {
      return Optional.of(link.resolveSibling(inquiry.target(link)).normalize());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * Whether everybody may read it, and what is directly in it. Permissions keep an ordinary user
   * from the rest, but root may run sandboxed too.
   */
  private boolean isOpen(Path path) {
    return PathProbe.links(inquiry, path).isEmpty()
        && isOpenItself(path)
        && entries(path).keySet().stream().allMatch(this::isOpenItself);
  }

  private boolean isOpenItself(Path path) {
    try {
      Entry entry = inquiry.at(path);
      int needed = entry.isDirectory() ? ENTERED_BY_OTHERS : READ_BY_OTHERS;
      return (entry.mode() & needed) == needed;
    } catch (IOException closedOrGone) {
      // A link that leads nowhere shows nothing.
      return inquiry.isSymlink(path);
    }
  }

  private Map<Path, Entry.Kind> entries(Path directory) {
    try {
      return inquiry.entries(directory);
    } catch (IOException noDirectory) {
      return Map.of();
    }
  }

  /** The text of {@code /etc/localtime}, if it is a link to a file that sandboxes show. */
  public static Optional<String> localTime(Inquiry inquiry) {
    Path link = ETC.resolve("localtime");
    if (!inquiry.isSymlink(link)) {
      return Optional.empty();
    }
    try {
      String text = inquiry.target(link).toString();
      Path target = link.resolveSibling(text).normalize();
      boolean shown =
          Stream.of("/usr/share/zoneinfo", "/etc/zoneinfo").anyMatch(target::startsWith);
      return Optional.of(text).filter(_ -> shown && inquiry.isFile(target));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
