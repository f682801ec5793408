package dev.sandboxed.policy;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.PathMerge;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The result of merging layers on a machine. */
public final class Resolved {

  /** An agent whose state is gone afterwards. */
  static final KeptFacts NOTHING_KEPT =
      new KeptFacts(
          Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Instant.EPOCH, List.of());

  private Resolved() {}

  public static ResolvedPolicy policy(Machine machine, FileTree files, Layers... chain) {
    List<Profile> profiles = Stream.of(chain).map(Layers::profile).toList();
    Policy policy =
        Policy.of(
            machine.facts(),
            machine.repository(),
            machine.followed(),
            machine.editors(),
            Layers.agent(),
            profiles,
            List.of());
    return policy.resolve(
        files.look(policy.paths(), policy.linkingPaths(), policy.globs()),
        ForwardedShell.NONE,
        List.of(),
        NOTHING_KEPT,
        LimitMeans.NOT_ASKED,
        Optional.of(machine.surroundings()));
  }

  /** The merged path rules, as {@code ACCESS path}, with the source if it differs. */
  public static List<String> grants(Machine machine, FileTree files, Layers... layers) {
    List<Layer> built = Stream.of(layers).map(Layers::built).toList();
    PathRequests requests =
        PathRequests.of(machine.facts(), machine.repository(), built, machine.followed().moved());
    return PathMerge.merge(
            requests, files.look(requests.paths(), requests.linking(), requests.globs()), List.of())
        .stream()
        .map(Resolved::text)
        .filter(text -> text.contains("/home/") || text.contains("/data/"))
        .toList();
  }

  public static String text(Grant grant) {
    String from = grant.source().equals(grant.path()) ? "" : " from " + grant.source();
    String without = grant.masks().isEmpty() ? "" : " without " + String.join(", ", grant.masks());
    return grant.access() + " " + grant.path() + from + without;
  }
}
