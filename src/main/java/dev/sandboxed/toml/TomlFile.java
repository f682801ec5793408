package dev.sandboxed.toml;

import static java.util.Objects.requireNonNull;

import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlElement;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One TOML file while it is being read: collects every problem, and at the end those with keys that
 * no reader asked for.
 */
public final class TomlFile {

  // After an equals sign, a bracket or a comma.
  private static final Pattern BARE_TEXT =
      Pattern.compile("^[^#\"']*[=\\[,]\\s*(?<text>[A-Za-z~$./][^\\s,\\]\"'#]*)");

  private static final TomlPosition START = TomlPosition.positionAt(1, 1);

  private final String kind;
  private final String layer;
  private final String path;
  private final TomlParseResult content;
  private final AcceptedKeys accepted = new AcceptedKeys();
  private final List<TomlSection> sections = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();

  /**
   * Parses a text, and keeps its problems.
   *
   * @param kind {@code profile} or {@code agent}: the first part of every problem's code
   * @param name the name of the profile or agent
   * @param path the file's path, as shown to people
   */
  public TomlFile(String kind, String name, String path, String text) {
    this.kind = kind;
    this.layer = kind + " " + name;
    this.path = path;
    // Some editors write a byte order mark, which says nothing in UTF-8.
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.content = ParsedAhead.parse(bare);
    List<String> lines = bare.lines().toList();
    content
        .errors()
        .forEach(error ->
            report(
                error.position(),
                "syntax",
                "invalid TOML: " + error.getMessage(),
                quotesMissing(lines, error.position())));
  }

  /** What to say about a text that stands where a value belongs. */
  private static String quotesMissing(List<String> lines, TomlPosition at) {
    String line = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
    Matcher bare = BARE_TEXT.matcher(line);
    return bare.find() && bare.start("text") <= at.column() && !isOther(bare.group("text"))
        ? "put text in quotes: \"" + bare.group("text") + "\""
        : "";
  }

  private static boolean isOther(String text) {
    return List.of("true", "false", "inf", "nan").contains(text);
  }

  public String layer() {
    return layer;
  }

  public AcceptedKeys accepted() {
    return accepted;
  }

  /** What the file says, in the order in which readers asked. */
  public List<Statement> statements() {
    return List.copyOf(statements);
  }

  void say(Statement statement) {
    statements.add(statement);
  }

  public TomlSection top() {
    return section(AcceptedKeys.TOP, content, !content.isEmpty(), START);
  }

  TomlSection section(String name, TomlTable table, boolean present, TomlPosition position) {
    accepted.addTable(name);
    TomlSection section = new TomlSection(this, name, table, present, position);
    sections.add(section);
    return section;
  }

  /** Whether something may be missing only because its line could not be understood. */
  boolean isBroken() {
    return content.hasErrors();
  }

  /** Refuses a file without any content; {@code smallest} is one that would do. */
  public void requireContent(String smallest) {
    if (content.isEmpty() && !isBroken()) {
      report(START, "empty", "the " + kind + " is empty", "the smallest one is:\n" + smallest);
    }
  }

  static TomlPosition position(TomlElement element) {
    return requireNonNull(element.position(), "only elements made by a program have none");
  }

  public Origin origin(TomlPosition position) {
    return new Origin.Line(layer, place(position));
  }

  void report(TomlPosition position, String code, String message, String hint) {
    problems.add(Problem.at(place(position), kind + "." + code, message, hint));
  }

  /** Whether {@code text} obeys {@code rule}; reports it if it does not. */
  boolean obeys(String text, TextRule rule, String subject, TomlPosition position) {
    if (text.isEmpty() && !rule.allowsEmpty()) {
      report(position, rule.code(), subject + " is empty", "");
    } else if (text.indexOf('\0') >= 0) {
      report(position, rule.code(), subject + " holds a NUL character", "");
    } else if (!text.isEmpty() && !rule.holds().test(text)) {
      report(position, rule.code(), Quoted.of(text) + " " + rule.objection(), rule.hint());
    } else {
      return true;
    }
    return false;
  }

  /** All problems, in the order of the file. Call it once, after everything was read. */
  public List<Problem> problems() {
    sections.forEach(this::reportUnknownKeys);
    return problems.stream().sorted(Comparator.comparingLong(TomlFile::lineAndColumn)).toList();
  }

  private void reportUnknownKeys(TomlSection section) {
    for (String key : section.keys()) {
      if (!accepted.accepts(section.name(), key)) {
        boolean table = section.isTop() && section.table().isTable(List.of(key));
        report(
            section.positionOf(key),
            table ? "unknown-table" : "unknown-key",
            "unknown "
                + (table ? "table " : "key ")
                + Quoted.of(key)
                + (table ? "" : section.where()),
            accepted.hint(section.name(), key));
      }
    }
  }

  private SourcePosition place(TomlPosition position) {
    return new SourcePosition(path, position.line(), position.column());
  }

  private static long lineAndColumn(Problem problem) {
    return problem.where().map(at -> ((long) at.line() << 32) + at.column()).orElse(0L);
  }
}
