package dev.sandboxed.commits;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.snapshot.Listing;
import dev.sandboxed.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings the commits that an agent made in a snapshot to the project's repositories, below {@code
 * refs/sandboxed/NAME/}, which nothing obeys. The person's branches, index and configuration stay.
 */
public final class CommitFetch {

  private static final int LARGEST_HEAD = 4 << 10;

  private final Snapshot snapshot;

  public CommitFetch(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * Does it, for each repository in which the agent changed something. To be called while nobody
   * writes to the snapshot.
   */
  public List<Fetched> run(Listing listing) throws IOException {
    List<AgentRepository> repositories = AgentRepository.of(snapshot.project(), listing);
    List<Fetched> all = new ArrayList<>();
    if (repositories.isEmpty()) {
      return all;
    }
    Optional<Path> git = new HostProbe(snapshot.inquiry()).tools(snapshot.project()).find("git");
    for (AgentRepository repository : repositories) {
      Fetched fetched =
          git.isEmpty()
              ? failed(repository, "there is no git on PATH")
              : fetch(repository, new SafeGit(snapshot.inquiry(), git.get()));
      if (!fetched.isNothing()) {
        all.add(fetched);
      }
    }
    return all;
  }

  private static Fetched failed(AgentRepository repository, String why) {
    return new Fetched(repository.name(), new TreeMap<>(), new TreeMap<>(), Optional.of(why));
  }

  private Fetched fetch(AgentRepository repository, SafeGit git) {
    try {
      Map<String, String> persons = persons(repository, git);
      String head =
          BoundedFile.byteText(repository.directory().resolve("HEAD"), LARGEST_HEAD).strip();
      AgentRefs refs = AgentRefs.of(repository, persons, head);
      SortedMap<String, String> left = refs.left();
      SortedMap<String, String> wanted = refs.all();
      if (!wanted.isEmpty()) {
        noLinks(repository, wanted.keySet());
        objects(repository, git, wanted, left, new HashSet<>(persons.values()));
        wanted = set(repository, git, wanted, persons);
      }
      return new Fetched(repository.name(), wanted, left, Optional.empty());
    } catch (IOException e) {
      return failed(repository, PrivateFiles.reason(e));
    }
  }

  /** The object of each ref of the person. */
  private static Map<String, String> persons(AgentRepository repository, SafeGit git)
      throws IOException {
    String answer =
        git.answer(
            git.call(
                repository.directory(),
                Map.of(),
                "for-each-ref",
                "--format=%(objectname) %(refname)"));
    Map<String, String> persons = new HashMap<>();
    for (String line : answer.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        persons.put(line.substring(space + 1), line.substring(0, space));
      }
    }
    return persons;
  }

  /** Git would follow one, which an earlier agent may have made, and write where it leads. */
  private void noLinks(AgentRepository repository, Set<String> names) throws IOException {
    Set<Path> directories = new HashSet<>(Set.of(Path.of("objects/pack")));
    names.forEach(name -> directories.add(Path.of(prefix() + name).resolveSibling("")));
    for (Path directory : directories) {
      Path at = repository.directory();
      for (Path step : directory) {
        at = at.resolve(step);
        if (Node.at(at).is(Node.Kind.LINK)) {
          throw new IOException(at + " is a symlink");
        }
      }
    }
  }

  private String prefix() {
    return "refs/sandboxed/" + snapshot.name() + "/";
  }

  private void objects(
      AgentRepository repository,
      SafeGit git,
      SortedMap<String, String> wanted,
      SortedMap<String, String> left,
      Set<String> had)
      throws IOException {
    String format =
        git.answer(git.call(repository.directory(), Map.of(), "rev-parse", "--show-object-format"))
            .strip();
    Path place = snapshot.directory().resolve("commits");
    try {
      Quarantine quarantine = Quarantine.of(git, place, repository, format);
      Set<String> present = quarantine.present(new HashSet<>(wanted.values()));
      for (String name : List.copyOf(wanted.keySet())) {
        if (!present.contains(wanted.get(name))) {
          wanted.remove(name);
          left.put("refs/" + name, "its object is not there");
        }
      }
      if (!wanted.isEmpty()) {
        quarantine.release(
            new HashSet<>(wanted.values()), had.isEmpty() ? had : quarantine.present(had));
      }
    } finally {
      Leftovers.delete(place);
    }
  }

  /** Sets the refs, all or none; a ref in the way of one is an earlier one of the same agent. */
  private SortedMap<String, String> set(
      AgentRepository repository,
      SafeGit git,
      SortedMap<String, String> wanted,
      Map<String, String> persons)
      throws IOException {
    String prefix = prefix();
    StringBuilder remove = new StringBuilder();
    StringBuilder update = new StringBuilder();
    SortedMap<String, String> set = new TreeMap<>();
    wanted.forEach((name, object) -> {
      set.put(prefix + name, object);
      update.append("update ").append(prefix).append(name).append(' ').append(object).append('\n');
    });
    for (String there : persons.keySet()) {
      if (there.startsWith(prefix)
          && set.keySet().stream().anyMatch(name -> RefName.collide(name, there))) {
        remove.append("delete ").append(there).append('\n');
      }
    }
    for (String words : List.of(remove.toString(), update.toString())) {
      if (!words.isEmpty()) {
        git.answer(
            // A ref that an earlier agent made may be another name for a branch of the person.
            git.call(repository.directory(), Map.of(), "update-ref", "--no-deref", "--stdin")
                .reading(words));
      }
    }
    return set;
  }
}
