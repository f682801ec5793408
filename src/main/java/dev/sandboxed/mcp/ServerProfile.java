package dev.sandboxed.mcp;

import dev.sandboxed.foreign.ForeignPath;
import dev.sandboxed.foreign.GrantablePlaces;
import dev.sandboxed.mcp.ServerEntry.Words;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.profile.servers.KnownServer;
import dev.sandboxed.profile.servers.KnownServer.Directories;
import dev.sandboxed.toml.TomlText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Drafts the profile of a server. Whatever comes from the file stands in a string or in a comment
 * of one line, with nothing in it that a terminal would obey.
 */
public final class ServerProfile {

  /** What a profile of a server extends. */
  public static final String BASE = "strict";

  private static final int LONGEST_NAME = 48;

  // Options of programs that start servers, which do not say what is started.
  private static final Set<String> MEANINGLESS =
      Set.of("-y", "--yes", "-q", "--quiet", "-m", "-u", "-I");

  /**
   * What a draft depends on besides the server.
   *
   * @param file the settings, by their absolute path
   * @param objection why a place is not proposed, which only this machine can tell; a relative one
   *     is in the project
   */
  public record Surroundings(
      String file,
      String home,
      List<KnownServer> known,
      Function<Path, Optional<String>> objection) {
    public Surroundings {
      known = List.copyOf(known);
    }
  }

  private record Granted(String path, Directories access) {}

  private final Surroundings around;
  private final ServerEntry server;
  private final Words words;
  private final Optional<KnownServer> starter;
  private final Optional<KnownServer> known;
  private final List<String> rest;
  private final List<Granted> granted = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private ServerProfile(ServerEntry server, Words words, Surroundings around) {
    this.around = around;
    this.server = server;
    this.words = words;
    Optional<KnownServer> command = KnownServer.of(words.command(), around.known());
    this.starter = command.filter(KnownServer::starts);
    int place = starter.isPresent() ? firstPlain(words.arguments()) : -1;
    this.known =
        starter.isEmpty()
            ? command
            : place < 0 ? Optional.empty() : started(words.arguments().get(place));
    this.rest = words.arguments().subList(place + 1, words.arguments().size());
  }

  /** Any other option could say what is started, whatever the name behind it: {@code --from=…}. */
  private static int firstPlain(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).startsWith("-")) {
        return i;
      }
      if (!MEANINGLESS.contains(words.get(i))) {
        return -1;
      }
    }
    return -1;
  }

  private Optional<KnownServer> started(String word) {
    return starter.filter(one -> !one.hosts().isEmpty()).isPresent()
        ? KnownServer.ofPackage(word, around.known())
        : KnownServer.of(word, around.known());
  }

  /** Whether a file is started, whose name its maker chose; the project's, for example. */
  private boolean isFile() {
    return words.command().contains("/")
        || (starter.filter(one -> one.hosts().isEmpty()).isPresent()
            && !words.arguments().contains("-m"));
  }

  /** Why a server cannot work in a sandbox; empty if nothing is known that forbids it. */
  public static Optional<String> objection(ServerEntry server, Words words, Surroundings around) {
    ServerProfile profile = new ServerProfile(server, words, around);
    return profile
        .known
        .or(() -> KnownServer.of(words.command(), around.known()))
        .map(KnownServer::outside)
        .filter(why -> !why.isEmpty());
  }

  /** The text of the profile. */
  public static String of(ServerEntry server, Words words, Surroundings around) {
    return new ServerProfile(server, words, around).written();
  }

  /** What is known of a server, for the person who decides. */
  public static String summary(ServerEntry server, Words words, Surroundings around) {
    return new ServerProfile(server, words, around)
        .known
        .map(KnownServer::description)
        .orElse("nothing is known of it: it gets the project, read-only");
  }

  /** The first line of the profile of a server, which tells that a profile is its own. */
  public static String head(ServerEntry server, String file) {
    return Printable.whole(
        "# Drafted by sandboxed mcp wrap for the server "
            + server.title()
            + " of "
            + Quoted.of(file, 5000)
            + ". It is yours to change.");
  }

  /** The name of a profile for a server. */
  public static String name(ServerEntry server) {
    String plain =
        server.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+", "");
    String cut = plain.substring(0, Math.min(LONGEST_NAME, plain.length())).replaceAll("-+$", "");
    return "mcp-" + (cut.isEmpty() ? "server" : cut);
  }

  private String written() {
    places();
    line(head(server, around.file()));
    line("extends = " + TomlText.quoted(BASE) + " # secrets in the project are masked");
    line("description = " + TomlText.quoted("An MCP server. " + about()));
    network();
    filesystem();
    environment();
    if (!leftOut.isEmpty()) {
      line("");
      line("# Left out:");
      leftOut.forEach(one -> line("#   " + one));
    }
    return text.toString();
  }

  private String about() {
    return known.map(KnownServer::description).orElse("Nothing is known of it");
  }

  private void network() {
    boolean internet = !isFile() && known.map(KnownServer::internet).orElse(false);
    List<String> hosts = new ArrayList<>();
    starter.ifPresent(one -> add(one.hosts(), one.description(), hosts));
    known.filter(_ -> !isFile()).ifPresent(one -> add(one.hosts(), one.description(), hosts));
    if (isFile() && known.filter(one -> one.internet() || !one.hosts().isEmpty()).isPresent()) {
      leftOut.add("its network: a file is started, and the name of a file proves nothing");
    }
    line("");
    line("[network]");
    if (internet) {
      line("tier = \"internet-only\" # any public host; nothing of this machine or its networks");
    } else if (hosts.isEmpty()) {
      line("tier = \"none\"");
    } else {
      line("tier = \"allowlist\"");
      line("allow = [");
      hosts.forEach(this::line);
      line("]");
    }
  }

  private static void add(List<HostWord> hosts, String why, List<String> lines) {
    hosts.forEach(host -> lines.add("  " + TomlText.quoted(host.toString()) + ", # " + why));
  }

  private void filesystem() {
    line("");
    line("[filesystem]");
    boolean project = granted.stream().anyMatch(one -> one.path().equals("."));
    if (!project) {
      line("read = [");
      line("  \".\", # the project");
      paths(Directories.READ);
      line("]");
    } else if (granted.stream().anyMatch(one -> one.access() == Directories.READ)) {
      line("read = [");
      paths(Directories.READ);
      line("]");
    }
    if (granted.stream().anyMatch(one -> one.access() == Directories.WRITE)) {
      line("write = [");
      paths(Directories.WRITE);
      line("]");
    }
  }

  private void paths(Directories access) {
    granted.stream()
        .filter(one -> one.access() == access)
        .map(Granted::path)
        .distinct()
        .forEach(path -> line("  " + TomlText.quoted(path) + ", # its argument"));
  }

  private void environment() {
    line("");
    line("[environment]");
    line("pass = [");
    line("  \"TZ\",");
    words.variables().stream()
        .distinct()
        .forEach(name ->
            line("  " + TomlText.quoted(name) + ", # set by its env; the value stays there"));
    line("]");
  }

  /** The directories that its arguments name. */
  private void places() {
    Directories access = known.map(KnownServer::arguments).orElse(Directories.NONE);
    List<String> options = known.map(KnownServer::options).orElse(List.of());
    for (int i = 0; i < rest.size(); i++) {
      String word = rest.get(i);
      int equals = word.indexOf('=');
      if (options.contains(word) && i + 1 < rest.size()) {
        i++;
        place(rest.get(i), Directories.WRITE);
      } else if (equals > 0 && options.contains(word.substring(0, equals))) {
        place(word.substring(equals + 1), Directories.WRITE);
      } else if (!word.startsWith("-") && access != Directories.NONE) {
        place(word, access);
      }
    }
  }

  private void place(String word, Directories access) {
    Optional<String> objection = objection(word, access);
    if (objection.isPresent()) {
      leftOut.add(Quoted.of(word, 400) + " " + objection.get());
    } else {
      granted.add(new Granted(normal(word), access));
    }
  }

  /** With no dots on the way: what was looked at is what is granted. */
  private static String normal(String word) {
    String path = Path.of(ForeignPath.literal(word).text()).normalize().toString();
    return path.isEmpty() ? "." : path;
  }

  /** Whether a name on the way is hidden: settings, logins, and what programs outside start. */
  private boolean isHidden(Path place) {
    Path home = Path.of(around.home());
    Path shown = place.startsWith(home) ? home.relativize(place) : place;
    return StreamSupport.stream(shown.spliterator(), false)
        .anyMatch(name -> name.toString().startsWith(".") && !name.toString().equals(".."));
  }

  private Optional<String> objection(String word, Directories access) {
    if (word.contains("$")) {
      return Optional.of("has a variable, which the program that starts the server replaces");
    }
    if (!TomlText.canSay(word)) {
      return Optional.of("has a character that no path has");
    }
    try {
      ForeignPath path = ForeignPath.literal(word);
      Path place = path.place(around.home());
      Optional<String> known =
          new GrantablePlaces(around.home())
              .objection(path, access == Directories.WRITE)
              .or(() -> around.objection().apply(place));
      return known.or(() ->
          isHidden(place)
              ? Optional.of("is in a hidden place, where programs keep settings and logins")
              : Optional.empty());
    } catch (InvalidPathException mistake) {
      return Optional.of("is not a path");
    }
  }

  /** Nothing in it can end the line early, or move a cursor. */
  private void line(String one) {
    text.append(Printable.whole(one)).append('\n');
  }
}
