package dev.sandboxed.planning;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.host.Project;
import dev.sandboxed.nix.flake.Installable;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/** Everything in a project that a person can allow. */
final class Approvables {

  private final Inquiry inquiry;
  private final Project found;
  private final Path project;
  private final NixAccess nix;
  private final Path state;
  private final Consumer<SortedSet<String>> fetching;
  private final Consumer<String> say;

  /**
   * Looks for what can be approved.
   *
   * @param state the state directory
   * @param fetching see {@link LocalDevShell#approvable}
   * @param say tells the person what is left out
   */
  Approvables(
      Inquiry inquiry,
      Project project,
      NixAccess nix,
      Path state,
      Consumer<SortedSet<String>> fetching,
      Consumer<String> say) {
    this.inquiry = inquiry;
    this.found = project;
    this.project = project.directory();
    this.nix = nix;
    this.state = state;
    this.fetching = fetching;
    this.say = say;
  }

  /**
   * Reads all of it.
   *
   * @param devShell the installable that was asked for; without it, the default one if there is a
   *     flake.nix
   * @throws UserFailure if some of it could not be used even if it were allowed
   */
  List<Approvable> of(Optional<String> devShell) {
    List<Approvable> all =
        new ArrayList<>(ProjectFile.of(inquiry, project).approvable().stream().toList());
    all.addAll(
        WorkTree.of(inquiry, found).approvable(new WritablePlaces(inquiry, state).all()).stream()
            .toList());
    all.addAll(new ProfileLinks(inquiry, project, state).approvable().stream().toList());
    if (devShell.isPresent()) {
      all.add(devShell(devShell.orElseThrow()));
    } else if (PathProbe.look(inquiry, project.resolve("flake.nix")).kind()
        != FileFact.Kind.MISSING) {
      try {
        all.add(devShell(LocalDevShell.DEFAULT));
      } catch (UserFailure failure) {
        // A person without Nix may still have a project file to look at.
        if (all.isEmpty()) {
          throw failure;
        }
        failure
            .problems()
            .forEach(problem -> say.accept("the dev shell is left out: " + problem.render()));
      }
    }
    return List.copyOf(all);
  }

  private Approvable devShell(String words) {
    return switch (Installable.of(words, project)) {
      case Installable.Remote remote ->
          throw new UserFailure(
              Problem.of(
                  "allow.remote",
                  words + " is not on this machine, so there is nothing to allow",
                  "no agent here can change it; --devshell=" + words + " needs no approval"));
      case Installable.Local local -> {
        LocalFlake flake = LocalFlake.of(inquiry, local, project);
        if (!flake.top().equals(project)) {
          throw new UserFailure(
              Problem.of(
                  "allow.elsewhere",
                  "the flake of %s is in %s, not in %s".formatted(words, flake.top(), project),
                  "look at it where it is: " + AllowWords.command(flake.top(), flake.words())));
        }
        yield new LocalDevShell(flake, nix, inquiry, state).approvable(fetching);
      }
    };
  }
}
