package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.git.GitPointer;
import dev.sandboxed.git.PointerProbe;
import dev.sandboxed.host.Project;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Copy;
import dev.sandboxed.state.Subject;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A project as the work tree of a repository that lies elsewhere. An agent can write the file that
 * says so, and in some places what it leads to. So it counts only if no sandbox can have had a hand
 * in it, or if a person allowed exactly this content.
 *
 * @param pointer what the project's {@code .git} is
 */
record WorkTree(Project project, GitPointer pointer) {

  private static final String FILE = ".git";

  /**
   * What it says for a launch.
   *
   * @param accepted whether the repository may be shown
   * @param certain the repository, if it counts without approval
   * @param remarks why not, if a person should know
   */
  record Verdict(boolean accepted, Optional<Path> certain, List<Remark> remarks) {

    private static final Verdict NOTHING_TO_SAY = notShown(List.of());

    private static Verdict notShown(List<Remark> remarks) {
      return new Verdict(false, Optional.empty(), remarks);
    }

    Verdict {
      remarks = List.copyOf(remarks);
    }
  }

  /** Reads a project's pointer. */
  static WorkTree of(Inquiry inquiry, Project project) {
    return new WorkTree(project, PointerProbe.look(inquiry, project.directory()));
  }

  /**
   * Decides whether it counts.
   *
   * @param places what sandboxes have been able to write so far
   */
  Verdict verdict(Approvals approvals, SortedSet<WritablePlaces.Place> places) {
    return switch (pointer) {
      case GitPointer.None() -> Verdict.NOTHING_TO_SAY;
      case GitPointer.Broken(String why) -> notShown(why, "");
      case GitPointer.Leads leads -> {
        Optional<String> doubt = doubt(leads, places);
        yield doubt.isEmpty()
            ? new Verdict(true, Optional.of(leads.common()), List.of())
            : doubted(leads, doubt.get(), approvals);
      }
    };
  }

  private Verdict doubted(GitPointer.Leads leads, String doubt, Approvals approvals) {
    Path directory = project.directory();
    return approvals
            .find(directory, Subject.WORK_TREE)
            .filter(approval -> approval.covers(content(leads)))
            .isPresent()
        ? new Verdict(true, Optional.empty(), List.of())
        : notShown(
            "leads to " + leads.common() + ", " + doubt,
            AllowWords.command(directory, LocalDevShell.DEFAULT) + " accepts it: ");
  }

  private static Verdict notShown(String why, String remedy) {
    return Verdict.notShown(
        List.of(
            Remark.of(
                "git.no-repository",
                "git finds no repository inside. " + remedy + FILE + " " + why)));
  }

  /** Why a person has to look, as the rest of a sentence about the repository. */
  private Optional<String> doubt(GitPointer.Leads leads, SortedSet<WritablePlaces.Place> places) {
    Path directory = project.directory();
    Path common = leads.common();
    if (common.startsWith(directory)) {
      // What is in the project needs no approval.
      return Optional.empty();
    }
    if (!leads.namedBack()) {
      return Optional.of("which does not name this work tree");
    }
    if (places.contains(repository(leads))) {
      return Optional.empty();
    }
    if (directory.startsWith(common)) {
      return Optional.of("in which the project lies");
    }
    return project.enclosing().stream()
        .filter(common::startsWith)
        .map(around -> "in the project around this one, " + around)
        .findFirst()
        .or(() ->
            places.stream()
                .filter(place -> common.startsWith(place.path()) || place.path().startsWith(common))
                .map(place -> "which a sandbox of " + place.project() + " could write")
                .findFirst());
  }

  private WritablePlaces.Place repository(GitPointer.Leads leads) {
    return new WritablePlaces.Place(project.directory(), leads.common(), true);
  }

  /** What there is to allow, if anything. */
  Optional<Approvable> approvable(SortedSet<WritablePlaces.Place> places) {
    return pointer instanceof GitPointer.Leads leads
        ? doubt(leads, places)
            .map(doubt ->
                new Approvable(
                    Subject.WORK_TREE,
                    content(leads),
                    List.of(
                        Remark.of(
                            "work-tree.leads-out",
                            "%s leads to %s, %s."
                                .formatted(FILE, Quoted.of(leads.common().toString()), doubt)),
                        Remark.of(
                            "work-tree.writable",
                            "git in the sandbox can then read and write that repository, all its branches included."))))
        : Optional.empty();
  }

  /** The same words leading to another repository are different content. */
  private static Content content(GitPointer.Leads leads) {
    String mark = "work tree " + leads.directory() + " of " + leads.common();
    return new Content(
        new TreeMap<>(Map.of(FILE, mark)),
        new TreeMap<>(Map.of(FILE, new Copy.OfFile(leads.bytes()))));
  }
}
