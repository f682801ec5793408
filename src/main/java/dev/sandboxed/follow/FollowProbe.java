package dev.sandboxed.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.follow.Followed.Mention;
import dev.sandboxed.follow.Followed.Weight;
import dev.sandboxed.profile.AgentDefinition;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the person's files that an agent definition follows. Whether what they name comes along is
 * decided elsewhere. A file in the project is not even read: the agent may have written it.
 */
public final class FollowProbe {

  // Far more than anybody writes by hand; ~/.claude.json grows with every project.
  private static final int LARGEST_BYTES = 32 << 20;

  // Instructions that are a tenth of this are more than a model takes in.
  private static final int LARGEST_PROSE = 1 << 20;

  // A file that is followed may be one that an agent of another project has written.
  private static final int MOST_MENTIONS = 500;
  private static final int MOST_ENTRIES = 2000;

  // As far as Claude Code follows imports.
  private static final int IMPORT_DEPTH = 5;

  private final Inquiry inquiry;
  private final Path home;
  private final Path project;
  private final HostPlaces host;
  private final PlaceProbe places;
  private final List<Mention> mentions = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private FollowProbe(Programs programs, Path home, Path project, MovedPlaces moved) {
    this.inquiry = programs.inquiry();
    this.home = home;
    this.project = project;
    this.host = new HostPlaces(inquiry, home, project, moved);
    this.places = new PlaceProbe(programs, home, host);
  }

  /**
   * Reads them.
   *
   * @param programs those on the person's PATH
   * @param moved what is elsewhere on the host than inside
   * @param rules what to follow, by the path inside that each is about, which may hold {@code *}
   */
  public static Followed look(
      Programs programs,
      Path home,
      Path project,
      MovedPlaces moved,
      Map<AgentDefinition.Follow, Path> rules) {
    FollowProbe probe = new FollowProbe(programs, home, project, moved);
    rules.forEach((rule, path) -> probe.named(path).forEach(file -> probe.follow(rule, file)));
    if (probe.isFull()) {
      probe.leftOut.add(
          "your settings of the agent name more than "
              + MOST_MENTIONS
              + " programs and files: what follows is neither shown nor checked, guards included");
    }
    return new Followed(probe.mentions, List.copyOf(probe.leftOut), probe.host.moved());
  }

  private boolean isFull() {
    return mentions.size() > MOST_MENTIONS;
  }

  /** The files that a path with wildcards stands for. */
  private List<Path> named(Path path) {
    List<Path> level = List.of(Path.of("/"));
    for (Path name : path) {
      List<Path> next = new ArrayList<>();
      for (Path directory : level) {
        if (name.toString().contains("*")) {
          entries(directory).keySet().stream()
              .filter(entry -> matches(name.toString(), entry.getFileName().toString()))
              .forEach(next::add);
        } else {
          next.add(directory.resolve(name));
        }
      }
      level = next.stream().limit(MOST_ENTRIES).toList();
    }
    return level;
  }

  private static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    return name.length() >= pattern.length() - 1
        && name.startsWith(pattern.substring(0, star))
        && name.endsWith(pattern.substring(star + 1));
  }

  /** The entries of a directory, by their places inside. */
  private Map<Path, Entry.Kind> entries(Path directory) {
    try {
      Map<Path, Entry.Kind> entries = inquiry.entries(host.of(directory));
      Map<Path, Entry.Kind> inside = new TreeMap<>();
      entries.forEach((entry, kind) -> inside.put(directory.resolve(entry.getFileName()), kind));
      return inside.size() > MOST_ENTRIES ? Map.of() : inside;
    } catch (IOException unreadable) {
      return Map.of();
    }
  }

  private void follow(AgentDefinition.Follow rule, Path file) {
    List<Path> way = PathProbe.way(inquiry, host.of(file));
    if (way.stream().anyMatch(place -> place.startsWith(project))) {
      return;
    }
    Naming by = new Naming(file, way, true);
    if (rule.links()) {
      links(by);
    }
    if (rule.imports()) {
      imports(by, IMPORT_DEPTH, new TreeSet<>(Set.of(file)));
    }
    if (rule.readsJson()) {
      JsonNode json = json(file);
      Set<String> guards = JsonPlaces.at(json, rule.guards()).keySet();
      JsonPlaces.at(json, rule.commands())
          .forEach((key, node) ->
              command(by, key, guards.contains(key) ? Weight.GUARD : Weight.HELP, node));
      JsonPlaces.at(json, rule.guards())
          .forEach((key, node) -> command(by, key, Weight.GUARD, node));
      JsonPlaces.at(json, rule.paths()).forEach((key, node) -> path(by, key, node.asText("")));
      leftOut(rule, file, json);
    }
  }

  private JsonNode json(Path file) {
    String text = text(file, LARGEST_BYTES);
    boolean toml = file.toString().endsWith(".toml");
    JsonNode json = toml ? JsonPlaces.readToml(text) : JsonPlaces.read(text);
    if (json.isMissingNode() && !text.isBlank()) {
      leftOut.add(
          shown(file)
              + (toml ? " is not valid TOML" : " is not valid JSON")
              + ", so what it names is neither shown nor checked, guards included");
    }
    return json;
  }

  /** A file that names others. */
  private record Naming(Path file, List<Path> way, boolean first) {}

  private void leftOut(AgentDefinition.Follow rule, Path file, JsonNode json) {
    // Escaped as a key of a JSON pointer.
    String here = project.toString().replace("~", "~0").replace("/", "~1");
    List<String> pointers =
        rule.leftOut().stream().map(pointer -> pointer.replace("{project}", here)).toList();
    List<String> names =
        JsonPlaces.at(json, pointers).entrySet().stream()
            // What is switched off is not missed.
            .filter(place -> !place.getValue().isBoolean() || place.getValue().booleanValue())
            .map(place -> place.getKey())
            .map(key -> key.substring(key.lastIndexOf('/') + 1))
            .map(key -> key.replace("~1", "/").replace("~0", "~"))
            .toList();
    if (!names.isEmpty()) {
      leftOut.add(
          shown(file)
              + " names what is not inside: "
              + String.join(", ", names)
              + (rule.instead().isEmpty() ? "" : ". " + rule.instead()));
    }
  }

  /** The file as the person knows it. */
  private String shown(Path inside) {
    Path file = host.of(inside);
    return file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
  }

  private void command(Naming by, String key, Weight weight, JsonNode node) {
    if (mentions.stream().anyMatch(known -> known.by().equals(by.file()) && known.key().equals(key))
        && weight == Weight.GUARD) {
      return;
    }
    for (CommandWords.Word word : words(node)) {
      if (isFull()) {
        return;
      }
      List<Followed.Place> found =
          word.text().contains("/")
              ? places.ofPath(word.text(), word.program())
              : places.ofProgram(word);
      // A missing program is missing; a missing argument may be something that it makes.
      if (word.program() || !found.isEmpty()) {
        mentions.add(mention(by, key, weight, word.text(), found));
      }
    }
  }

  private List<CommandWords.Word> words(JsonNode node) {
    JsonNode command = node.isArray() ? node : node.path("command");
    List<String> arguments = texts(command.isArray() ? command : node.path("args"));
    if (command.isArray()) {
      return CommandWords.ofArguments(arguments, home.toString());
    }
    if (node.path("args").isArray()) {
      return CommandWords.ofArguments(
          Stream.concat(Stream.of(command.asText("")), arguments.stream()).toList(),
          home.toString());
    }
    String text = node.isTextual() ? node.textValue() : command.asText("");
    return CommandWords.ofShell(text, home.toString());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(text -> text.asText("")).toList();
  }

  private void path(Naming by, String key, String written) {
    String text = written.startsWith("~/") ? home + written.substring(1) : written;
    if (text.startsWith("/") && !isFull()) {
      places
          .toRead(text)
          .ifPresent(place -> mentions.add(mention(by, key, Weight.HELP, written, List.of(place))));
    }
  }

  private void imports(Naming by, int depth, Set<Path> read) {
    for (String written : depth > 0 && !isFull() ? imported(by.file()) : List.<String>of()) {
      try {
        Path path =
            host.named(
                by.file(),
                host.of(by.file()).resolveSibling(""),
                written.startsWith("~/") ? home + written.substring(1) : written);
        // An @ is also part of an address, or of a person's name.
        if (inquiry.isFile(host.of(path)) && read.add(path)) {
          Followed.Place place = places.toRead(path.toString()).orElseThrow();
          mentions.add(mention(by, "an import", Weight.HELP, "@" + written, List.of(place)));
          if (place.way().stream().noneMatch(hop -> hop.startsWith(project))) {
            imports(new Naming(path, place.way(), false), depth - 1, read);
          }
        }
      } catch (InvalidPathException notAPath) {
        // Then it is not an import.
      }
    }
  }

  private List<String> imported(Path file) {
    return Imports.of(text(file, LARGEST_PROSE), MOST_MENTIONS);
  }

  /** The links in a directory, and in those directly in it. */
  private void links(Naming by) {
    entries(by.file())
        .forEach((entry, kind) -> {
          link(by, entry, kind);
          if (kind == Entry.Kind.DIRECTORY && !isFull()) {
            entries(entry).forEach((below, itsKind) -> link(by, below, itsKind));
          }
        });
  }

  private void link(Naming by, Path link, Entry.Kind kind) {
    if (kind != Entry.Kind.SYMLINK || isFull()) {
      return;
    }
    try {
      Path onHost = host.of(link);
      Path real = inquiry.real(onHost);
      // As the kernel will follow it inside, where the directory lies where it is named.
      Path target =
          host.named(
              link,
              PathProbe.look(inquiry, onHost.resolveSibling("")).real(),
              inquiry.target(onHost).toString());
      boolean same = inquiry.exists(host.of(target)) && inquiry.real(host.of(target)).equals(real);
      if (!real.startsWith("/nix/store") && !target.startsWith(by.file())) {
        Followed.Place place = places.toRead(target.toString()).orElseThrow();
        mentions.add(
            mention(
                by,
                "a link",
                Weight.HELP,
                shown(link),
                List.of(
                    same
                        ? place
                        : new Followed.Place(place.path(), place.way(), false, place.partOf()))));
      }
    } catch (IOException leadsNowhere) {
      // On the host neither.
    }
  }

  private static Mention mention(
      Naming by, String key, Weight weight, String word, List<Followed.Place> found) {
    return new Mention(by.file(), by.way(), by.first(), key, weight, word, found);
  }

  private String text(Path file, int most) {
    try {
      return JsonPlaces.text(inquiry.bytes(host.of(file), most));
    } catch (IOException e) {
      // A pattern may stand for directories, too.
      if (!PathProbe.isMissing(e) && !inquiry.isDirectory(host.of(file))) {
        leftOut.add(
            shown(file)
                + (e instanceof NotReadException other ? " is " + other.what() : " cannot be read")
                + ", so what it names is neither shown nor checked, guards included");
      }
      return "";
    }
  }
}
