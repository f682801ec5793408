package dev.sandboxed.planning;

import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.Project;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approval;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/** Allows what a project says about its own sandbox: looks, records, and forgets again. */
public final class Allowing {

  private final Audience audience;
  private final HostProbe probe;
  private final Path state;
  private final Project project;
  private final Approvals approvals;

  /**
   * Finds the project, as a launch there would.
   *
   * @param probe knows this machine
   * @param audience where slow steps are announced
   * @param asked the project that the person named
   * @throws UserFailure if there is none, or a newer version keeps what was allowed
   */
  public Allowing(HostProbe probe, Audience audience, Path workingDirectory, Optional<Path> asked) {
    this.probe = probe;
    this.audience = audience;
    state = probe.toolDirectories().state();
    new StateDirectory(state).checkVersion();
    project = probe.project(workingDirectory, asked);
    approvals = new Approvals(probe.inquiry(), state);
  }

  /** The directory of the project. */
  public Path project() {
    return project.directory();
  }

  /**
   * Forgets everything that was allowed.
   *
   * @return whether there was anything
   */
  public boolean revoke() {
    return approvals.revoke(project());
  }

  /**
   * Looks at everything that can be allowed.
   *
   * @param devShell see {@link Approvables#of}
   * @param fetching see {@link LocalDevShell#approvable}
   * @throws UserFailure if some of it could not be used even if it were allowed
   */
  public ProjectReview review(Optional<String> devShell, Consumer<SortedSet<String>> fetching) {
    NixAccess nix =
        new NixAccess(probe, audience, project(), () -> probe.bubblewrap(project()).program());
    List<Approvable> all =
        new Approvables(probe.inquiry(), project, nix, state, fetching, audience::say).of(devShell);
    return new ProjectReview(all.stream().map(this::part).toList());
  }

  private ProjectReview.Part part(Approvable now) {
    Optional<Approval> last = approvals.find(project(), now.subject());
    return last.filter(approval -> approval.covers(now.content())).isPresent()
        ? new ProjectReview.Part(now, now.content(), true)
        : new ProjectReview.Part(
            now,
            last.map(approval -> approvals.recall(project(), approval)).orElse(Content.NOTHING),
            false);
  }

  /** Records that a person allows a part, exactly as it was shown. */
  public void allow(ProjectReview.Part part, Instant now) {
    approvals.allow(project(), part.now().subject(), part.now().content(), now);
  }
}
