package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.git.GitPointer;
import dev.sandboxed.host.Project;
import dev.sandboxed.policy.paths.EnclosingRules;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a project says about its own sandbox, as far as it counts.
 *
 * @param profiles its own, and what those of the projects around it deny and protect in it
 * @param pointer what its {@code .git} is
 * @param repositoryAccepted whether the repository that the pointer names may be shown
 * @param ownRepository that repository, if it counts without approval
 * @param notRead what does not count, and why
 * @param noRepository why git finds no repository inside although there is one outside
 */
record ProjectDecisions(
    List<Profile> profiles,
    GitPointer pointer,
    boolean repositoryAccepted,
    Optional<Path> ownRepository,
    List<Remark> notRead,
    List<Remark> noRepository) {

  ProjectDecisions {
    profiles = List.copyOf(profiles);
    notRead = List.copyOf(notRead);
    noRepository = List.copyOf(noRepository);
  }

  /**
   * Reads it.
   *
   * @param state the state directory
   * @throws dev.sandboxed.problem.UserFailure with everything that is wrong in what was allowed, or
   *     if it is not known what was allowed
   */
  static ProjectDecisions of(Inquiry inquiry, Project project, Path state) {
    Approvals approvals = new Approvals(inquiry, state);
    List<Profile> profiles = new ArrayList<>();
    List<Remark> notRead = new ArrayList<>();
    // Outermost first: the nearest has the last word.
    for (Path around : project.enclosing().reversed()) {
      ProjectFile.Verdict verdict = ProjectFile.of(inquiry, around).verdict(approvals);
      verdict
          .profile()
          .map(profile ->
              profile.only(EnclosingRules.of(profile.layer().paths(), around, project.directory())))
          .ifPresent(profiles::add);
      verdict.remarks().forEach(remark -> notRead.add(remark.about(around.toString())));
    }
    ProjectFile.Verdict own = ProjectFile.of(inquiry, project.directory()).verdict(approvals);
    profiles.addAll(own.profile().stream().toList());
    WorkTree tree = WorkTree.of(inquiry, project);
    WorkTree.Verdict repository = tree.verdict(approvals, new WritablePlaces(inquiry, state).all());
    return new ProjectDecisions(
        profiles,
        tree.pointer(),
        repository.accepted(),
        repository.certain(),
        Stream.of(notRead, own.remarks(), repository.remarks()).flatMap(List::stream).toList(),
        repository.remarks());
  }
}
