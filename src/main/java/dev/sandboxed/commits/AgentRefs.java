package dev.sandboxed.commits;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.snapshot.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The refs of an agent that are not the person's, read without git: their files are all that is
 * looked at. A ref is named here without {@code refs/} before it; {@code HEAD} is what the agent
 * had checked out, and {@code stashes/1} the stash below the newest.
 */
final class AgentRefs {

  private static final String REFS = "refs/";

  // As in git's files: a name leads to another name no more than five times.
  private static final int DEEPEST = 5;
  private static final String SYMBOLIC = "ref:";

  // In bytes: git writes no ref of more, and people have no more branches than fit in the others.
  private static final int LARGEST_REF = 4 << 10;
  private static final int LARGEST_LIST = 16 << 20;

  private static final int MOST = 10_000;

  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private final AgentRepository repository;
  private final Map<String, String> persons;
  private final Map<String, String> values = new HashMap<>();
  private final SortedMap<String, String> refs = new TreeMap<>();
  private final SortedMap<String, String> left = new TreeMap<>();

  private AgentRefs(AgentRepository repository, Map<String, String> persons) {
    this.repository = repository;
    this.persons = persons;
  }

  /**
   * Reads them.
   *
   * @param persons the object of each ref of the person, with whole names
   * @param head what the person's HEAD says
   * @throws IOException if something cannot be read, or is more than anybody has
   */
  static AgentRefs of(AgentRepository repository, Map<String, String> persons, String head)
      throws IOException {
    if (repository.changes().keySet().stream().anyMatch(name -> name.startsWith("reftable"))) {
      throw new IOException("its refs are kept as a reftable, which is not read");
    }
    AgentRefs refs = new AgentRefs(repository, persons);
    refs.loose();
    refs.packed();
    for (String name : List.copyOf(refs.values.keySet())) {
      refs.take(name.substring(REFS.length()), refs.object(name));
    }
    refs.stashes();
    refs.head(head);
    refs.separate();
    if (refs.refs.size() + refs.left.size() > MOST) {
      throw new IOException("the agent made more than " + MOST + " refs");
    }
    return refs;
  }

  /** The object of each ref. */
  SortedMap<String, String> all() {
    return new TreeMap<>(refs);
  }

  /** Those that cannot be fetched, and why. */
  SortedMap<String, String> left() {
    return new TreeMap<>(left);
  }

  private void loose() throws IOException {
    for (Map.Entry<Path, Change> entry : repository.changes().entrySet()) {
      String name = entry.getKey().toString();
      Node now = entry.getValue().now();
      if (!name.startsWith(REFS) || now.is(Node.Kind.DIRECTORY) || !now.isThere()) {
        continue;
      }
      if (isName(name) && now.is(Node.Kind.FILE)) {
        values.put(name, AgentRepository.text(entry.getValue(), LARGEST_REF).strip());
      } else if (!name.endsWith(".lock")) {
        left.put(name, "git takes nothing like that for a ref");
      }
    }
  }

  /** Of a ref that has a file of its own, the entry in the list is an old one. */
  private void packed() throws IOException {
    Optional<Change> list = repository.file("packed-refs");
    if (list.isEmpty()) {
      return;
    }
    for (String line : AgentRepository.text(list.get(), LARGEST_LIST).split("\n", -1)) {
      String[] words = line.split(" ", 2);
      if (line.startsWith("#") || words.length < 2 || values.containsKey(words[1])) {
        continue;
      }
      if (!isName(words[1])) {
        left.put(words[1], "git takes nothing like that for a ref");
      } else if (isRemoved(words[1]) || !repository.personHas(words[1])) {
        values.put(words[1], words[0]);
      }
    }
  }

  private static boolean isName(String name) {
    return name.startsWith(REFS) && RefName.isFine(name.substring(REFS.length()));
  }

  private boolean isRemoved(String name) {
    Change change = repository.changes().get(Path.of(name));
    return change != null && !change.now().isThere();
  }

  private Optional<String> object(String name) {
    return object(name, DEEPEST);
  }

  private Optional<String> object(String name, int steps) {
    String value = values.getOrDefault(name, persons.getOrDefault(name, ""));
    if (value.startsWith(SYMBOLIC) && steps > 0) {
      return object(value.substring(SYMBOLIC.length()).strip(), steps - 1);
    }
    return Optional.of(value).filter(text -> OBJECT.matcher(text).matches());
  }

  private void take(String name, Optional<String> object) {
    if (name.startsWith("sandboxed/")
        || object.filter(value -> value.equals(persons.get(REFS + name))).isPresent()) {
      return;
    }
    if (object.isPresent()) {
      refs.put(name, object.get());
    } else if (!values.getOrDefault(REFS + name, "").startsWith(SYMBOLIC)) {
      left.put(REFS + name, "it names no object");
    }
  }

  /** Of the stashes only the newest is a ref; the others are in its log. */
  private void stashes() throws IOException {
    Optional<Change> log = repository.file("logs/refs/stash");
    if (log.isEmpty()) {
      return;
    }
    Set<String> before = new HashSet<>();
    if (repository.personHas("logs/refs/stash")) {
      before.addAll(
          objects(
              BoundedFile.byteText(
                  repository.directory().resolve("logs/refs/stash"), LARGEST_LIST)));
    }
    List<String> all = objects(AgentRepository.text(log.get(), LARGEST_LIST)).reversed();
    for (int number = 1; number < all.size(); number++) {
      if (!before.contains(all.get(number))) {
        refs.put("stashes/" + number, all.get(number));
      }
    }
  }

  private static List<String> objects(String log) {
    return log.lines()
        .map(line -> line.split(" ", 3))
        .filter(words -> words.length > 2 && OBJECT.matcher(words[1]).matches())
        .map(words -> words[1])
        .toList();
  }

  private void head(String persons) throws IOException {
    Optional<Change> changed = repository.file("HEAD");
    String now =
        changed.isPresent() ? AgentRepository.text(changed.get(), LARGEST_REF).strip() : persons;
    Optional<String> object = head(now, Optional.empty());
    if (object.isPresent() && !object.equals(head(persons, Optional.of(this.persons)))) {
      refs.put("HEAD", object.get());
    }
  }

  private Optional<String> head(String text, Optional<Map<String, String>> only) {
    if (!text.startsWith(SYMBOLIC)) {
      return Optional.of(text).filter(object -> OBJECT.matcher(object).matches());
    }
    String name = text.substring(SYMBOLIC.length()).strip();
    return only.isPresent() ? Optional.ofNullable(only.get().get(name)) : object(name);
  }

  /** Git keeps no ref that has the name of another one's directory. */
  private void separate() {
    for (String name : List.copyOf(refs.keySet())) {
      for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
        if (refs.containsKey(name.substring(0, slash))) {
          refs.remove(name);
          left.put(REFS + name, "another ref has the name of its directory");
          break;
        }
      }
    }
  }
}
