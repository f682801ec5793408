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

  /** What of a list is meant by a word: a name, a package with its version, or a path to either. */
  public static Optional<KnownServer> of(String word, List<KnownServer> all) {
    return all.stream()
        .filter(one -> one.names().stream().anyMatch(name -> isMeant(name, word)))
        .findFirst();
  }

  private static boolean isMeant(String name, String word) {
    String plain = withoutVersion(word);
    return plain.equals(name) || plain.endsWith("/" + name) || plain.contains("/" + name + "/");
  }

  /** An at sign at the beginning belongs to the name of a package. */
  private static String withoutVersion(String word) {
    int slash = word.lastIndexOf('/');
    int version = word.indexOf('@', Math.max(1, slash + 1));
    int exact = word.indexOf("==");
    int end = version > 0 ? version : exact > 0 ? exact : word.length();
    return word.substring(0, end);
  }
}
