package dev.sandboxed.policy.masks;

import dev.sandboxed.host.survey.Details;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what programs find in the place of a masked file. Most work with an empty one, and with
 * none that they cannot open. But git would record an empty file as the new content: so where it
 * tracks a file or would add it, the mask stays closed, and git says so.
 */
public final class Masks {

  private Masks() {}

  /** The places inside of the masks that read as an empty file. */
  public static Set<Path> empty(Layer.MaskStyle style, List<Grant> grants, Details details) {
    return grants.stream()
        .filter(grant -> style == Layer.MaskStyle.EMPTY && isOfPerson(grant))
        .filter(grant -> !isOfGit(grant, details))
        .map(Grant::path)
        .collect(Collectors.toSet());
  }

  /** What sandboxed masks on its own is no file that a program expects. */
  private static boolean isOfPerson(Grant grant) {
    return grant.access() == Access.DENY
        && !grant.directory()
        && !(grant.origin() instanceof Origin.BuiltIn);
  }

  private static boolean isOfGit(Grant grant, Details details) {
    return details.tracked().contains(grant.source()) || details.offered().contains(grant.source());
  }

  /**
   * Remarks about masks that do not hide what they cover, or that tools stumble over.
   *
   * @param grants by path
   */
  public static List<Remark> remarks(Path project, List<Grant> grants, Details details) {
    List<Remark> remarks = new ArrayList<>();
    List<Grant> masks = grants.stream().filter(Masks::isOfPerson).toList();
    named(project, masks.stream().filter(grant -> details.tracked().contains(grant.source())))
        .map(files ->
            Remark.of(
                "paths.masked-tracked",
                "git tracks "
                    + files
                    + ", masked here: git show still reads it, git add -A fails inside; --read opens it"))
        .ifPresent(remarks::add);
    named(
            project,
            masks.stream()
                .filter(grant -> details.offered().contains(grant.source()))
                .filter(grant -> !details.tracked().contains(grant.source())))
        .map(files ->
            Remark.of(
                "paths.masked-not-ignored",
                "git does not ignore "
                    + files
                    + ", masked here: git add -A fails inside until .gitignore names it"))
        .ifPresent(remarks::add);
    named(project, masks.stream().filter(grant -> isOfPackages(project, grant.path())))
        .map(files ->
            Remark.of(
                "paths.masked-among-packages",
                "masked among packages, where npm ci and rm -r then fail: "
                    + files
                    + "; filesystem.unmasked opens a directory"))
        .ifPresent(remarks::add);
    return List.copyOf(remarks);
  }

  private static boolean isOfPackages(Path project, Path path) {
    return path.startsWith(project) && SecretKinds.isOfPackages(project.relativize(path));
  }

  /** The first of them, and how many more there are. */
  private static Optional<String> named(Path project, Stream<Grant> masks) {
    List<Path> found = masks.map(Grant::path).sorted().toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Path first = found.getFirst();
    Path shown = first.startsWith(project) ? project.relativize(first) : first;
    String more = found.size() == 1 ? "" : " and " + (found.size() - 1) + " more";
    return Optional.of(Printable.line(shown.toString()) + more);
  }
}
