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
    try (PersonsRefs persons =
        PersonsRefs.of(git, snapshot.directory().resolve("commits.refs"), repository.directory())) {
      Map<String, String> had = persons.all();
      String head =
          BoundedFile.byteText(repository.directory().resolve("HEAD"), LARGEST_HEAD).strip();
      AgentRefs refs = AgentRefs.of(repository, had, head);
      SortedMap<String, String> left = refs.left();
      SortedMap<String, String> wanted = refs.all();
      if (!wanted.isEmpty()) {
        noLinks(repository, wanted.keySet());
        objects(repository, git, persons.format(), wanted, left, new HashSet<>(had.values()));
        wanted = set(persons, wanted, had);
      }
      return new Fetched(repository.name(), wanted, left, Optional.empty());
    } catch (IOException e) {
      return failed(repository, PrivateFiles.reason(e));
    }
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
      String format,
      SortedMap<String, String> wanted,
      SortedMap<String, String> left,
      Set<String> had)
      throws IOException {
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
      PersonsRefs persons, SortedMap<String, String> wanted, Map<String, String> had)
      throws IOException {
    String prefix = prefix();
    List<String> remove = new ArrayList<>();
    List<String> update = new ArrayList<>();
    SortedMap<String, String> set = new TreeMap<>();
    wanted.forEach((name, object) -> {
      set.put(prefix + name, object);
      update.add("update " + prefix + name + " " + object);
    });
    for (String there : had.keySet()) {
      if (there.startsWith(prefix)
          && set.keySet().stream().anyMatch(name -> RefName.collide(name, there))) {
        remove.add("delete " + there);
      }
    }
    persons.change(remove);
    persons.change(update);
    return set;
  }
}
