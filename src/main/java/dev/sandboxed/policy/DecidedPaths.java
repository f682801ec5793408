package dev.sandboxed.policy;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.policy.masks.PartlyMasked;
import dev.sandboxed.policy.paths.FollowedPaths;
import dev.sandboxed.policy.paths.GitIncludes;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.ManagedFiles;
import dev.sandboxed.policy.paths.Originals;
import dev.sandboxed.policy.paths.PathMerge;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.policy.paths.Safeguards;
import dev.sandboxed.policy.paths.Sockets;
import dev.sandboxed.policy.paths.TrustedCertificates;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AuditRequest;
import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The paths that are granted and refused.
 *
 * @param all every rule, those included that follow from what was seen
 * @param grants by path, with what keeps sandboxed itself out of reach
 * @param texts what is shown of files that are masked in part, by their places inside
 * @param follow what comes along because the person's files name it
 * @param remarks on what variables name and no rule shows, and on masks
 */
record DecidedPaths(
    PathRequests all,
    List<Grant> grants,
    Map<Path, String> texts,
    FollowedPaths follow,
    List<Remark> remarks) {

  DecidedPaths {
    grants = List.copyOf(grants);
    texts = Map.copyOf(texts);
    remarks = List.copyOf(remarks);
  }

  /**
   * Decides.
   *
   * @param passed the names of the variables that are passed
   * @throws dev.sandboxed.problem.UserFailure with everything that cannot be granted
   */
  static DecidedPaths of(
      HostFacts host,
      GitFacts git,
      Followed followed,
      PathRequests requests,
      AgentPlaces own,
      FileFacts files,
      Safeguards wards,
      List<String> passed) {
    Findings findings = new Findings();
    Optional<DecidedPaths> paths =
        findings.of(() -> {
          PathRequests closed = requests.with(Sockets.rules(files, followed.moved()));
          List<Grant> asked = PathMerge.merge(closed, files, own.directories());
          FollowedPaths follow =
              new FollowedPaths(host, git, followed, files, closed, asked, wards);
          TrustedCertificates trusted =
              TrustedCertificates.of(host, passed, files, closed, asked, wards);
          PathRequests all =
              closed
                  .with(GitIncludes.rules(host, git, files, closed, asked, wards))
                  .with(trusted.rules())
                  .with(follow.rules());
          List<Grant> grants = PathMerge.merge(all, files, own.directories());
          List<Grant> kept =
              Originals.mask(wards.applyTo(grants), own.moved().stream().map(files::of).toList());
          PartlyMasked masked = PartlyMasked.of(kept, files.details());
          return new DecidedPaths(
              all,
              masked.grants(),
              masked.texts(),
              follow,
              Stream.concat(masked.remarks().stream(), trusted.remarks().stream()).toList());
        });
    findings.run(() -> wards.refuseWarded(own.grants(files)));
    findings.check();
    return paths.orElseThrow();
  }

  /**
   * What the person's files name and no rule shows, and what of an organization's rules the agent
   * does not obey.
   *
   * @throws UserFailure if that includes a guard, and no layer accepts that it is missing
   */
  FollowedPaths.Missing missing(
      AgentPlaces own,
      List<Variable> variables,
      List<Layer> layers,
      AgentDefinition.Managed managed,
      FileFacts files) {
    List<Path> path =
        variables.stream()
            .filter(Variable.Set.class::isInstance)
            .map(Variable.Set.class::cast)
            .filter(variable -> variable.name().equals("PATH"))
            .flatMap(variable -> Stream.of(variable.value().split(":", -1)))
            .map(Path::of)
            .toList();
    boolean accepts =
        layers.stream()
            .flatMap(layer -> layer.audit().accept().stream())
            .map(Located::value)
            .anyMatch(AuditRequest.Accepted.MISSING_GUARDS::equals);
    FollowedPaths.Missing missing = follow.missing(grants, own.directories(), path, accepts);
    FollowedPaths.Missing unheeded = ManagedFiles.unheeded(all, files, managed.unheeded(), accepts);
    List<Problem> problems =
        Stream.concat(unheeded.problems().stream(), missing.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return new FollowedPaths.Missing(
        Stream.concat(unheeded.remarks().stream(), missing.remarks().stream()).toList(), problems);
  }
}
