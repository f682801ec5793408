package dev.sandboxed.plan;

import dev.sandboxed.environment.ShellHook;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.policy.ConfigurationCopies;
import dev.sandboxed.policy.Identity;
import dev.sandboxed.policy.ResolvedPolicy;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a policy into a plan. */
public final class Planner {

  // In the root, the only directory that no profile can grant, so no mount of the host can hide it.
  private static final String NOTES = "SANDBOX.md";

  // And a number.
  private static final String PARTLY_MASKED = "partly-masked-";

  private static final Path RUN = Path.of("/run");

  // The sockets of their usual builds are there, and they do not make the directory themselves.
  private static final List<String> SERVERS = List.of("mysqld", "postgresql");

  private final ResolvedPolicy policy;
  private final MountTable table = new MountTable();

  private Planner(ResolvedPolicy policy) {
    this.policy = policy;
  }

  /**
   * Plans one launch.
   *
   * @throws dev.sandboxed.problem.UserFailure if the plan would break a promise
   */
  public static SandboxPlan plan(ResolvedPolicy policy, AgentCommand command, StoreMounts store) {
    Planner planner = new Planner(policy);
    Map<String, String> etc = EtcFiles.of(policy);
    Map<String, String> files = new TreeMap<>(etc);
    planner.root();
    planner.grants(files);
    planner.store(store);
    planner.etc(etc);
    policy.filesystem().copies().ifPresent(planner::copies);
    policy.state().ifPresent(planner::state);
    policy
        .filesystem()
        .editorLocks()
        .ifPresent(locks ->
            planner.table.replace(new MountStep.SealedDirectory(locks.value(), locks.origin())));
    command.files().forEach(planner::ownFile);
    command.ways().forEach(planner::way);
    policy.environment().hook().ifPresent(hook -> planner.hook(hook, files));
    planner.denied(files);
    planner.notes(files);
    SandboxPlan plan =
        new SandboxPlan(
            policy.workplace(),
            policy.network().tier(),
            Isolation.of(policy),
            new PlannedFiles(planner.table.steps(), files, store.paths().size(), store.bytes()),
            policy.environment().withPath(command.path()),
            command.words(),
            policy.remarks(),
            policy.aftermath());
    PlanChecks.check(plan);
    return plan;
  }

  private void root() {
    table.add(new MountStep.Proc(Path.of("/proc"), new Origin.BuiltIn("own process namespace")));
    table.add(
        new MountStep.Dev(Path.of("/dev"), new Origin.BuiltIn("the devices programs expect")));
    policy.filesystem().links().forEach(link -> link(link.path(), link.target(), link.origin()));
    tmpfs(policy.workplace().identity().home(), 0700, "your home starts empty");
    tmpfs(Path.of("/tmp"), 01777, "private /tmp");
    tmpfs(Path.of("/var/tmp"), 01777, "private /var/tmp");
    tmpfs(Path.of("/var/log"), 0755, "private /var/log, for what runs inside");
    run();
  }

  /** Makes the places for sockets and locks of what runs inside. The host's are never there. */
  private void run() {
    tmpfs(RUN, 0755, "private /run, for what runs inside");
    tmpfs(RUN.resolve("lock"), 01777, "private /run/lock");
    SERVERS.forEach(server -> tmpfs(RUN.resolve(server), 0755, "where its server puts its socket"));
    tmpfs(Identity.RUNTIME_DIRECTORY, 0700, "private, as a login makes it");
    older(Path.of("/var/run"), "/run");
    older(Path.of("/var/lock"), "/run/lock");
  }

  /** Makes the older name of a directory a link, unless something has to be mounted in it. */
  private void older(Path path, String target) {
    boolean needed =
        policy.filesystem().grants().stream().anyMatch(grant -> grant.path().startsWith(path));
    if (needed) {
      tmpfs(path, 0755, "private " + path);
    } else {
      link(path, target, new Origin.BuiltIn("the older name of " + target));
    }
  }

  /** Adds a symlink, unless a grant shows it or a directory above it. */
  private void link(Path path, String target, Origin origin) {
    if (!isGranted(path)) {
      table.add(new MountStep.Symlink(target, path, origin));
    }
  }

  private boolean isGranted(Path path) {
    return policy.filesystem().grants().stream().anyMatch(grant -> path.startsWith(grant.path()));
  }

  /**
   * Adds an empty directory, unless a grant shows it or one above it. In a container, HOME may well
   * be {@code /tmp}.
   */
  private void tmpfs(Path path, int mode, String why) {
    if (!isGranted(path)) {
      table.addIfFree(new MountStep.Tmpfs(path, mode, new Origin.BuiltIn(why)));
    }
  }

  /** Adds the files that say what was refused. Those of the session are mounted on these. */
  private void denied(Map<String, String> files) {
    policy
        .aftermath()
        .observing()
        .ifPresent(observing -> {
          String name = SandboxNotes.DENIED_FILES.getFileName().toString();
          files.put(name, "");
          table.force(new MountStep.PlanFile(name, SandboxNotes.DENIED_FILES, observing.origin()));
        });
    if (policy.network().tier().value() instanceof NetworkTier.Allowlist allowlist) {
      for (Path path : List.of(SandboxNotes.DENIED, SandboxNotes.DENIED_NAMES)) {
        String name = path.getFileName().toString();
        files.put(name, "");
        table.force(
            new MountStep.PlanFile(name, path, new Origin.BuiltIn("what the network refused")));
      }
      if (!allowlist.credentials().isEmpty()) {
        String name = Credentials.BUNDLE.getFileName().toString();
        files.put(name, "");
        table.force(
            new MountStep.PlanFile(
                name,
                Credentials.BUNDLE,
                new Origin.BuiltIn("the session's certificates, for the hosts of credentials")));
      }
    }
  }

  private void grants(Map<String, String> files) {
    int masked = 0;
    List<Grant> grants =
        GrantTree.needed(policy.filesystem().grants(), policy.state().map(state -> state.inside()));
    GrantTree tree = new GrantTree(grants);
    for (Grant grant : grants) {
      if (tree.isUnderDenial(grant) && !PathRequests.grants(grant.access())) {
        continue;
      }
      switch (grant.access()) {
        case READ, PROTECT -> {
          String text = policy.filesystem().partlyMasked().get(grant.path());
          if (text != null) {
            String name = PARTLY_MASKED + ++masked;
            files.put(name, text);
            table.add(new MountStep.PartlyMasked(name, grant.path(), grant.origin()));
          } else if (!isCopied(grant)) {
            table.add(new MountStep.ReadOnlyBind(grant.source(), grant.path(), grant.origin()));
          }
        }
        case WRITE ->
            table.add(new MountStep.WritableBind(grant.source(), grant.path(), grant.origin()));
        case DEVICE ->
            table.add(new MountStep.Device(grant.source(), grant.path(), grant.origin()));
        case SOCKET ->
            table.add(new MountStep.Socket(grant.source(), grant.path(), grant.origin()));
        case DENY ->
            table.add(
                grant.directory()
                    ? new MountStep.MaskedDirectory(
                        grant.path(), tree.holdsGrants(grant), grant.origin())
                    : new MountStep.MaskedFile(
                        grant.path(),
                        policy.filesystem().emptyMasks().contains(grant.path()),
                        grant.origin()));
      }
      if (grant.access() != Access.WRITE) {
        tree.anchors(grant).stream()
            .filter(anchor -> !isOwnState(anchor.path()))
            .forEach(table::addIfFree);
      }
    }
  }

  private boolean isCopied(Grant grant) {
    return policy.filesystem().copies().stream()
        .flatMap(copies -> copies.copies().stream())
        .anyMatch(copy -> copy.file().equals(grant.path()));
  }

  private void copies(ConfigurationCopies copies) {
    for (ConfigurationCopies.Copy copy : copies.copies()) {
      table.add(
          new MountStep.OwnCopy(copies.link(copy), copy.inside(), copy.file(), copy.origin()));
    }
    table.force(
        new MountStep.WritableBind(
            copies.own(),
            ConfigurationCopies.INSIDE,
            new Origin.BuiltIn("the sandbox's own configuration of git")));
  }

  /** Whether the instance is mounted there, so that the host's directory would hide it. */
  private boolean isOwnState(Path path) {
    return policy
        .state()
        .filter(state -> state.parts().stream().anyMatch(part -> path.startsWith(part.inside())))
        .isPresent();
  }

  private void store(StoreMounts store) {
    store
        .paths()
        .forEach(
            (path, origin) -> table.addIfHidden(new MountStep.ReadOnlyBind(path, path, origin)));
  }

  private void etc(Map<String, String> files) {
    files.forEach((name, content) ->
        table.replace(
            new MountStep.PlanFile(
                name,
                Path.of("/etc").resolve(name),
                new Origin.BuiltIn("only what the sandbox needs to know"))));
  }

  private void state(AgentState state) {
    for (AgentState.Part part : state.parts()) {
      table.replace(
          state
              .instance()
              .<MountStep>map(instance ->
                  new MountStep.WritableBind(
                      instance.resolve(part.name()), part.inside(), state.origin()))
              .orElse(new MountStep.Tmpfs(part.inside(), 0700, state.origin())));
    }
    for (AgentState.Credential credential : state.credentials()) {
      Path path = state.inside().resolve(credential.name());
      if (credential.way() == AgentState.Way.CLOSED) {
        table.replace(new MountStep.MaskedFile(path, true, credential.origin()));
      }
      if (credential.way() != AgentState.Way.MOUNTED) {
        continue;
      }
      table.replace(
          credential.writable()
              ? new MountStep.WritableBind(credential.source(), path, credential.origin())
              : new MountStep.ReadOnlyBind(credential.source(), path, credential.origin()));
    }
  }

  private void ownFile(AgentCommand.OwnFile file) {
    table.addIfHidden(new MountStep.ReadOnlyBind(file.source(), file.path(), file.origin()));
  }

  /** Makes the links on a way; where one cannot be, the file itself is there by that name. */
  private void way(AgentCommand.Way way) {
    for (AgentCommand.Link link : way.links()) {
      if (table.shows(link.path()) || table.hasLink(link.path())) {
        continue;
      }
      if (!table.isFree(link.path())) {
        table.replace(new MountStep.ReadOnlyBind(way.file(), way.path(), way.origin()));
        break;
      }
      table.force(new MountStep.Symlink(link.target(), link.path(), way.origin()));
    }
    if (!table.hasSource(way.file())) {
      throw new UserFailure(
          UserFailure.NOT_FOUND,
          List.of(
              Problem.of(
                  "agent.not-inside",
                  way.path() + " leads to " + way.file() + ", which is not inside",
                  "show the directory of what it belongs to: --read DIR, or --profile toolchains")));
    }
  }

  private void hook(ShellHook hook, Map<String, String> files) {
    hook.files()
        .forEach((path, content) -> {
          String name = path.getFileName().toString();
          files.put(name, content);
          table.force(new MountStep.PlanFile(name, path, hook.text().origin()));
        });
  }

  /** Adds the notes, after everything that they describe, so that nothing can hide them. */
  private void notes(Map<String, String> files) {
    files.put(NOTES, SandboxNotes.of(policy, table.steps()));
    Origin origin = new Origin.BuiltIn("tells the agent what it is in");
    table.force(new MountStep.PlanFile(NOTES, Path.of("/").resolve(NOTES), origin));
    policy
        .filesystem()
        .notes()
        .ifPresent(
            place -> table.force(new MountStep.PlanFile(NOTES, place.path(), place.origin())));
  }
}
