package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Copy;
import dev.sandboxed.state.Subject;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The entries of PATH that lead into the Nix store by links: {@code ~/.nix-profile}, and what
 * devbox and devenv keep in a project. An agent could lead a link of the project to another part of
 * the store, so those count only as a person allowed them.
 */
final class ProfileLinks {

  private static final String PATH = "PATH";

  private final Inquiry inquiry;
  private final Path project;
  private final Path state;
  private final SortedMap<String, String> ofTheProject = new TreeMap<>();
  private final Map<String, String> certain = new TreeMap<>();

  /**
   * Follows them.
   *
   * @param state the state directory
   */
  ProfileLinks(Inquiry inquiry, Path project, Path state) {
    this.inquiry = inquiry;
    this.project = project;
    this.state = state;
    Stream.of(inquiry.variable(PATH).orElse("").split(":"))
        .filter(entry -> entry.startsWith("/"))
        .distinct()
        .forEach(this::follow);
  }

  private void follow(String entry) {
    Path named = Path.of(entry).normalize();
    // Links in the store are part of what it holds: a program there may look for files beside them.
    Optional<Path> store =
        PathProbe.way(inquiry, named).stream()
            .filter(place -> StorePath.containing(place.toString()).isPresent())
            .findFirst();
    if (store.isEmpty() || store.get().equals(named) || !inquiry.isDirectory(named)) {
      return;
    }
    Path leads = store.get();
    if (passes(named, project) && named.startsWith(project) && !named.equals(project)) {
      ofTheProject.put(project.relativize(named).toString(), leads.toString());
    } else if (new WritablePlaces(inquiry, state)
        .all().stream().noneMatch(place -> passes(named, place.path()))) {
      certain.put(entry, leads.toString());
    }
  }

  /** Whether a link on the way is in a directory. */
  private boolean passes(Path entry, Path directory) {
    return PathProbe.links(inquiry, entry).stream()
        .map(link -> PathProbe.look(inquiry, link.resolveSibling("")).real())
        .anyMatch(place -> place.startsWith(directory));
  }

  /** The environment, where each of these entries that counts is what it leads to. */
  Map<String, String> resolved(Map<String, String> environment) {
    Map<String, String> leads = new TreeMap<>(certain);
    if (!ofTheProject.isEmpty() && areAllowed()) {
      ofTheProject.forEach((entry, place) -> leads.put(project.resolve(entry).toString(), place));
    }
    Map<String, String> resolved = new TreeMap<>(environment);
    resolved.computeIfPresent(
        PATH,
        (name, path) ->
            Stream.of(path.split(":"))
                .map(entry -> leads.getOrDefault(entry, entry))
                .collect(Collectors.joining(":")));
    return resolved;
  }

  private boolean areAllowed() {
    return new Approvals(inquiry, state)
        .find(project, Subject.NIX_PROFILES)
        .filter(approval -> approval.covers(content()))
        .isPresent();
  }

  /** What there is to allow, if anything. */
  Optional<Approvable> approvable() {
    return ofTheProject.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Approvable(
                Subject.NIX_PROFILES,
                content(),
                ofTheProject.entrySet().stream()
                    .map(link ->
                        Remark.of(
                            "nix-profiles.leads",
                            "--devshell=env then shows %s, where %s leads, and what it needs."
                                .formatted(link.getValue(), Quoted.of(link.getKey()))))
                    .toList()));
  }

  private Content content() {
    SortedMap<String, String> marks = new TreeMap<>();
    SortedMap<String, Copy> copies = new TreeMap<>();
    ofTheProject.forEach((entry, leads) -> {
      marks.put(entry, "leads to " + leads);
      copies.put(entry, new Copy.OfSymlink(leads));
    });
    return new Content(marks, copies);
  }
}
