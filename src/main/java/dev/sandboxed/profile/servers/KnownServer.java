package dev.sandboxed.profile.servers;

import dev.sandboxed.names.HostWord;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.hosts.HostNotation;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlFile;
import dev.sandboxed.toml.TomlKey;
import dev.sandboxed.toml.TomlSection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of {@code profiles/mcp/}: what is known of an MCP server, or of a program that starts
 * servers.
 *
 * @param names its program, package or module, without a version
 * @param starts whether it is a program whose first plain argument names the server
 * @param hosts what it reaches
 * @param internet whether it reaches any host, because that is its purpose
 * @param arguments what it does with the directories that are its plain arguments
 * @param options options of its that a directory follows, in which it writes
 * @param outside why it cannot work in a sandbox; empty if it can
 * @param problems what is wrong with the file
 */
public record KnownServer(
    String description,
    List<String> names,
    boolean starts,
    List<HostWord> hosts,
    boolean internet,
    Directories arguments,
    List<String> options,
    String outside,
    List<Problem> problems) {

  // What else stands behind an at sign is another package: name@npm:other, name@https://….
  private static final Pattern VERSION = Pattern.compile("(?:@|==)[A-Za-z0-9._+~^-]+$");

  private static final String SMALLEST = "names = [\"mcp-server-example\"]";

  /** What a server does with directories. */
  public enum Directories {
    /** Its arguments are none. */
    NONE,
    READ,
    WRITE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public KnownServer {
    names = List.copyOf(names);
    hosts = List.copyOf(hosts);
    options = List.copyOf(options);
    problems = List.copyOf(problems);
  }

  /** Reads one. */
  public static KnownServer read(String name, String path, String text) {
    TomlFile file = new TomlFile("mcp", name, path, text);
    file.requireContent(SMALLEST);
    TomlSection top = file.top();
    return new KnownServer(
        text(top.key("description", "for people").like("\"Files\"")),
        texts(
            top.key("names", "its program, package or module, without a version")
                .like("[\"mcp-server-example\"]")
                .mandatory()),
        flag(top.key("starts", "whether its first plain argument names the server")),
        values(top.key("hosts", "the hosts it reaches").like("[\"api.example.org\", \"@npm\"]")),
        flag(top.key("internet", "whether it reaches any host, because that is its purpose")),
        top.key("directories", "what it does with the directories that are its arguments")
            .word(List.of(Directories.values()), Directories::word)
            .map(Located::value)
            .orElse(Directories.NONE),
        texts(top.key("options", "options that a directory follows").like("[\"--root\"]")),
        text(top.key("outside", "why it cannot work in a sandbox").like("\"it needs …\"")),
        file.problems());
  }

  private static String text(TomlKey key) {
    return key.text(TextRule.ONE_LINE).map(Located::value).orElse("");
  }

  private static boolean flag(TomlKey key) {
    return key.flag().map(Located::value).orElse(false);
  }

  private static List<String> texts(TomlKey key) {
    return key.texts(TextRule.NOT_EMPTY).stream().map(Located::value).toList();
  }

  private static List<HostWord> values(TomlKey key) {
    return key.all(HostNotation.words()).stream().map(Located::value).toList();
  }

  /** What of a list a word means: a name, or a path with it. */
  public static Optional<KnownServer> of(String word, List<KnownServer> all) {
    return all.stream()
        .filter(one ->
            one.names().stream()
                .anyMatch(name ->
                    word.equals(name)
                        || word.endsWith("/" + name)
                        || word.contains("/" + name + "/")))
        .findFirst();
  }

  /**
   * What of a list a word means to a program that downloads what it starts: a package, perhaps with
   * a version. To such a program a word with a slash can be a place that anybody may have made.
   */
  public static Optional<KnownServer> ofPackage(String word, List<KnownServer> all) {
    // An at sign at the beginning belongs to the name.
    String plain = withoutVersion(word);
    return all.stream().filter(one -> one.names().contains(plain)).findFirst();
  }

  private static String withoutVersion(String word) {
    Matcher version = VERSION.matcher(word);
    return version.find(Math.min(1, word.length())) ? word.substring(0, version.start()) : word;
  }
}
