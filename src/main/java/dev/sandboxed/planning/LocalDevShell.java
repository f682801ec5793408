package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.nix.DevShellEvaluation;
import dev.sandboxed.nix.Discovered;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.source.ReadSet;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.review.Revealed;
import dev.sandboxed.state.Approval;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Copy;
import dev.sandboxed.state.DevShells;
import dev.sandboxed.state.Subject;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The dev shell of a flake on this machine, which an agent may have written. A person is asked
 * about the files it is made of; a launch evaluates exactly what was allowed, from a copy.
 */
public final class LocalDevShell {

  /** The installable that is meant if none is named. */
  public static final String DEFAULT = ".";

  // More names than this would hide the command that follows.
  private static final int MOST_NAMES = 5;

  // All of them together are no larger, see SourceReading.
  private static final int LARGEST_SOURCE = 64 << 20;

  private final LocalFlake flake;
  private final NixAccess nix;
  private final Inquiry inquiry;
  private final Approvals approvals;
  private final DevShells shells;

  /**
   * @param state the state directory
   */
  LocalDevShell(LocalFlake flake, NixAccess nix, Inquiry inquiry, Path state) {
    this.flake = flake;
    this.nix = nix;
    this.inquiry = inquiry;
    this.approvals = new Approvals(inquiry, state);
    this.shells = new DevShells(inquiry, state);
  }

  /**
   * Its JSON, for a launch: the stored one, if nothing has changed since.
   *
   * @throws UserFailure if its files are not exactly what was allowed, or with Nix's own words if
   *     it cannot be evaluated
   */
  String json() {
    Approval allowed =
        approvals
            .find(flake.top(), subject())
            .orElseThrow(() -> notAllowed("devshell.not-allowed", "was never allowed"));
    ReadSet looks = ReadSet.of(allowed.marks());
    allowed.marks().keySet().forEach(path -> watch(flake.top().resolve(path)));
    requireAllowed(allowed, SourceTree.marks(flake, looks));
    DevShells.Key key = new DevShells.Key(flake.top(), flake.shown(), digest(allowed.marks()));
    return shells.get(
        key,
        root ->
            shells.inScratch(
                flake.top(),
                scratch -> {
                  SourceTree tree = SourceTree.copied(flake, looks, scratch.resolve("tree"));
                  // An agent may be at work in there right now.
                  requireAllowed(allowed, tree.marks());
                  DevShellEvaluation evaluation = evaluation();
                  return evaluation.realise(evaluation.evaluate(flake, tree), root);
                }));
  }

  /** The content of a file counts, too: where one is mapped, that changes without its time. */
  private void watch(Path path) {
    inquiry.watch(path);
    try {
      inquiry.beginning(path, LARGEST_SOURCE, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException isNoFile) {
      return;
    }
  }

  /**
   * What there is to allow. It is evaluated to find out, unless it was already allowed as it is.
   *
   * @param fetching asks before anything is fetched that nobody has looked at, see {@link
   *     DevShellEvaluation#discover}
   * @throws UserFailure if it names files of this machine outside the project, or cannot be read
   */
  Approvable approvable(Consumer<SortedSet<String>> fetching) {
    return shells.inScratch(
        flake.top(),
        scratch -> {
          Optional<Approvable> same =
              approvals
                  .find(flake.top(), subject())
                  .flatMap(allowed -> unchanged(allowed, scratch.resolve("allowed")));
          return same.orElseGet(() -> {
            DevShellEvaluation evaluation = evaluation();
            Path empty = PrivateFiles.directory(scratch.resolve("found"));
            Discovered found = evaluation.discover(flake, empty, fetching);
            return approvable(found.tree(), remarks(evaluation, found));
          });
        });
  }

  private Optional<Approvable> unchanged(Approval allowed, Path copy) {
    SourceTree tree = SourceTree.copied(flake, ReadSet.of(allowed.marks()), copy);
    return tree.marks().equals(allowed.marks())
        ? Optional.of(approvable(tree, List.of()))
        : Optional.empty();
  }

  private Approvable approvable(SourceTree tree, List<Remark> remarks) {
    SortedMap<String, Copy> copies = new TreeMap<>();
    tree.texts().forEach((path, text) -> copies.put(path, new Copy.OfFile(text)));
    tree.links().forEach((path, target) -> copies.put(path, new Copy.OfSymlink(target)));
    return new Approvable(subject(), new Content(tree.marks(), copies), remarks);
  }

  private static List<Remark> remarks(DevShellEvaluation evaluation, Discovered found) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.of(
            "devshell.evaluated",
            "The dev shell is evaluated from these files and no others, without a network, and what it asks for is built."));
    if (evaluation.buildsAreUnconfined()) {
      remarks.add(
          Remark.of(
              "nix.unconfined-builds",
              "Nix builds without a sandbox on this machine (sandbox = false): what is built can read its files and reach"
                  + " its networks."));
    }
    found
        .failure()
        .ifPresent(words ->
            remarks.add(
                Remark.of("devshell.broken", "As it is now it cannot be evaluated: " + words)));
    return remarks;
  }

  private DevShellEvaluation evaluation() {
    return nix.evaluation(nix.programs(), shells.nixHome(flake.top()));
  }

  private String digest(SortedMap<String, String> marks) {
    return Content.digest(Map.of(subject(), new Content(marks, new TreeMap<>())));
  }

  private Subject subject() {
    return new Subject("dev-shell", flake.shown());
  }

  private void requireAllowed(Approval allowed, SortedMap<String, String> marks) {
    if (!allowed.marks().equals(marks)) {
      TreeSet<String> changed = new TreeSet<>(marks.keySet());
      changed.addAll(allowed.marks().keySet());
      changed.removeIf(path -> Objects.equals(marks.get(path), allowed.marks().get(path)));
      String names =
          changed.stream()
              .limit(MOST_NAMES)
              .map(path -> Revealed.of(path).text())
              .collect(Collectors.joining(", "));
      int more = changed.size() - MOST_NAMES;
      throw notAllowed(
          "devshell.changed",
          "is not what you allowed: "
              + names
              + (more > 0 ? " and %d more".formatted(more) : "")
              + (changed.size() == 1 ? " has" : " have")
              + " changed since");
    }
  }

  private UserFailure notAllowed(String code, String what) {
    return new UserFailure(
        Problem.of(
            code,
            "the dev shell %s %s".formatted(flake.shown(), what),
            "look at what it is made of, and allow it: "
                + AllowWords.command(flake.top(), flake.words())));
  }
}
