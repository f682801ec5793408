package dev.sandboxed.mcp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sandboxed.mcp.JsonTree.Elements;
import dev.sandboxed.mcp.JsonTree.Member;
import dev.sandboxed.mcp.JsonTree.Members;
import dev.sandboxed.mcp.JsonTree.Node;
import dev.sandboxed.mcp.JsonTree.Text;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file with MCP servers: {@code .mcp.json}, Claude Code's {@code ~/.claude.json}, Gemini CLI's
 * {@code settings.json}. A server is wrapped by putting words in front of its own and unwrapped by
 * taking these out, so no copy of the file has to be kept, and what else is in it stays byte for
 * byte.
 */
public final class ServersFile {

  private static final String SERVERS = "mcpServers";

  private final String text;
  private final List<ServerEntry> servers = new ArrayList<>();

  /** Text that takes the place of what begins at {@code start} and ends before {@code end}. */
  private record Edit(int start, int end, String text) {}

  private ServersFile(String text) {
    this.text = text;
  }

  /**
   * Finds the servers of a file.
   *
   * @param file its name, fit to be shown
   * @throws UserFailure if it is not JSON
   */
  public static ServersFile read(String file, String text) {
    ServersFile read = new ServersFile(text);
    if (JsonTree.read(file, text) instanceof Members top) {
      read.add(top, "");
      if (top.value("projects").orElse(top) instanceof Members projects) {
        for (Member project : projects.all()) {
          if (project.value() instanceof Members settings) {
            read.add(settings, project.name());
          }
        }
      }
    }
    return read;
  }

  private void add(Members settings, String project) {
    if (settings.value(SERVERS).orElse(settings) instanceof Members named
        && settings.value(SERVERS).isPresent()) {
      named.all().forEach(member -> servers.add(new ServerEntry(member, project)));
    }
  }

  public List<ServerEntry> servers() {
    return List.copyOf(servers);
  }

  /**
   * The text with some servers wrapped.
   *
   * @param program how it names sandboxed
   * @param profiles the name of the profile of each
   */
  public String wrapped(String program, Map<ServerEntry, String> profiles) {
    List<Edit> edits = new ArrayList<>();
    profiles.forEach((server, profile) -> edits.addAll(wrap(server, program, profile)));
    return edited(edits);
  }

  private List<Edit> wrap(ServerEntry server, String program, String profile) {
    Text command = (Text) server.members().value("command").orElseThrow();
    Edit other = new Edit(command.start(), command.end(), quoted(program));
    if (!(server.members().value("args").orElse(command) instanceof Elements arguments)) {
      int name = server.members().member("command").orElseThrow().start();
      String added = "," + spaceBefore(name) + "\"args\": [" + words(profile, false, command) + "]";
      return List.of(other, new Edit(command.end(), command.end(), added));
    }
    String words = words(profile, true, command);
    if (arguments.all().isEmpty()) {
      int place = arguments.start() + 1;
      return List.of(other, new Edit(place, place, words));
    }
    int place = arguments.all().getFirst().start();
    return List.of(other, new Edit(place, place, words + ", "));
  }

  /** The command stands there as it is written in the file, escapes and all. */
  private String words(String profile, boolean hasArguments, Text command) {
    return Stream.concat(
            WrappedWords.before(profile, hasArguments).stream().map(ServersFile::quoted),
            Stream.of(text.substring(command.start(), command.end())))
        .collect(Collectors.joining(", "));
  }

  private String spaceBefore(int place) {
    int from = place;
    while (from > 0 && Character.isWhitespace(text.charAt(from - 1))) {
      from--;
    }
    return from == place ? " " : text.substring(from, place);
  }

  /** The text with some wrapped servers as they were before. */
  public String unwrapped(List<ServerEntry> wrapped) {
    return edited(wrapped.stream().flatMap(server -> unwrap(server.members()).stream()).toList());
  }

  private List<Edit> unwrap(Members server) {
    Text command = (Text) server.value("command").orElseThrow();
    Elements arguments = (Elements) server.value("args").orElseThrow();
    List<Node> all = arguments.all();
    WrappedWords words =
        WrappedWords.of(all.stream().map(node -> ((Text) node).value()).toList()).orElseThrow();
    Node own = all.get(words.command());
    Edit back = new Edit(command.start(), command.end(), text.substring(own.start(), own.end()));
    int start = all.getFirst().start();
    if (all.size() > words.command() + 1) {
      return List.of(back, new Edit(start, all.get(words.command() + 1).start(), ""));
    }
    if (!words.hadArguments()) {
      int name = server.member("args").orElseThrow().start();
      if (isComma(command.end(), name)) {
        return List.of(back, new Edit(command.end(), arguments.end(), ""));
      }
    }
    String rest = text.substring(own.end(), arguments.end() - 1);
    // Who formatted the file meanwhile may have put a comma at the end.
    int comma = rest.stripLeading().startsWith(",") ? rest.indexOf(',') + 1 : 0;
    return List.of(back, new Edit(start, own.end() + comma, ""));
  }

  private boolean isComma(int from, int to) {
    return from <= to && text.substring(from, to).strip().equals(",");
  }

  private String edited(List<Edit> edits) {
    StringBuilder edited = new StringBuilder(text);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::start).reversed())
        .forEach(edit -> edited.replace(edit.start(), edit.end(), edit.text()));
    return edited.toString();
  }

  private static String quoted(String word) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(word)) + '"';
  }
}
