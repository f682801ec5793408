package dev.sandboxed.planning;

import dev.sandboxed.agent.ChosenVersion;
import dev.sandboxed.agent.FetchedAgents;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.DirectoryTree;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.launch.WrittenPlans;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.DevShells;
import dev.sandboxed.state.GitCopies;
import dev.sandboxed.state.Instances;
import dev.sandboxed.state.KnownClosures;
import dev.sandboxed.state.ObservedLogs;
import dev.sandboxed.state.ProjectEntry;
import dev.sandboxed.state.ProjectPresence;
import dev.sandboxed.state.RunningSessions;
import dev.sandboxed.state.Session;
import dev.sandboxed.state.Snapshots;
import dev.sandboxed.state.StateDirectory;
import dev.sandboxed.state.ToldPlans;
import dev.sandboxed.state.Trail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is kept for projects that are gone, and agents that a newer version has replaced. */
public final class Garbage {

  // Deep enough for what sandboxed itself makes there, and no deeper: then comes what agents write.
  private static final int LEVELS_OF_LEFTOVERS = 3;

  private final Inquiry inquiry;
  private final Path data;
  private final ProfileLibrary library;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();

  /**
   * A file or directory to remove.
   *
   * @param what what is in it, for people
   * @param agent the agent and its version, if it is one that was fetched
   */
  public record Piece(Path path, String what, long bytes, Optional<FetchedAgents.Fetched> agent) {}

  /**
   * A directory that stays.
   *
   * @param why for people, as a part of a sentence
   */
  public record Kept(Path directory, String why) {}

  private Garbage(Inquiry inquiry, Path data, ProfileLibrary library) {
    this.inquiry = inquiry;
    this.data = data;
    this.library = library;
  }

  /**
   * Looks for it.
   *
   * @param library says which version of an agent is the one to use
   * @throws dev.sandboxed.problem.UserFailure if something cannot be read, or a newer version keeps
   *     the state
   */
  public static Garbage in(Inquiry inquiry, ToolDirectories directories, ProfileLibrary library) {
    Path state = directories.state();
    new StateDirectory(state).checkVersion();
    Garbage garbage = new Garbage(inquiry, directories.data(), library);
    Search search = garbage.new Search(new RunningSessions(state).list());
    search.ofProjects(new Instances(state).list(), "the agents' state");
    search.ofProjects(new Approvals(inquiry, state).list(), "what was allowed");
    search.ofProjects(new GitCopies(state).list(), "the sandboxes' configuration of git");
    search.ofProjects(new Snapshots(state).list(), "snapshots");
    search.ofProjects(new ToldPlans(state).list(), "what you were told");
    search.ofProjects(new DevShells(inquiry, state).list(), "the dev shells");
    search.connections(
        new ConnectionLogs(state).files(),
        "connected to",
        new RunningSessions(state),
        new Trail(state).sessions());
    search.connections(
        new ObservedLogs(state).files(),
        "tried",
        new RunningSessions(state),
        new Trail(state).sessions());
    search.plans(WrittenPlans.below(directories.cache()));
    search.agents(FetchedAgents.below(inquiry, directories.data()));
    new KnownClosures(inquiry, directories.cache())
        .outdated()
        .forEach(file -> search.add(file, "a closure that is no longer in the store"));
    List.of(state, directories.cache(), directories.data())
        .forEach(top -> search.leftovers(top, LEVELS_OF_LEFTOVERS));
    return garbage;
  }

  /** Everything that nobody needs any more. */
  public List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** Everything that stays although its project is not there. */
  public List<Kept> kept() {
    return List.copyOf(kept);
  }

  /**
   * Removes a piece. Whatever happens meanwhile, nobody finds half of it.
   *
   * @return whether it was still there, and garbage
   * @throws IOException if some of it stays
   */
  public boolean remove(Piece piece) throws IOException {
    try {
      if (piece.agent().isPresent()) {
        return remove(piece.agent().get());
      }
      Leftovers.remove(piece.path());
      return true;
    } catch (NoSuchFileException goneMeanwhile) {
      return false;
    }
  }

  private boolean remove(FetchedAgents.Fetched fetched) throws IOException {
    try {
      Optional<Path> away =
          FetchedAgents.alone(
              data,
              () ->
                  // A person may have chosen it since.
                  replacement(fetched)
                      .map(version -> {
                        try {
                          return Leftovers.putAway(fetched.directory());
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }));
      if (away.isPresent()) {
        DirectoryTree.delete(away.get());
      }
      return away.isPresent();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The version in place of it that is used, if there is one. */
  private Optional<String> replacement(FetchedAgents.Fetched fetched) {
    return version(inquiry, data, library, fetched.agent())
        .filter(version -> !version.equals(fetched.version()));
  }

  /** Empty if the agent has no definition any more: a person may bring it back. */
  private static Optional<String> version(
      Inquiry inquiry, Path data, ProfileLibrary library, String agent) {
    boolean known = library.agents().stream().anyMatch(one -> one.name().equals(agent));
    return known
        ? library
            .agent(agent)
            .install()
            .map(pinned -> ChosenVersion.used(inquiry, data, agent, pinned).version())
        : Optional.empty();
  }

  private final class Search {

    private final Set<Path> projects;
    private final Set<String> plans;
    private final Set<String> agents;

    /**
     * @param running whatever they use stays
     */
    Search(List<RunningSessions.Running> running) {
      projects = running.stream().map(RunningSessions.Running::project).collect(Collectors.toSet());
      plans = running.stream().map(RunningSessions.Running::plan).collect(Collectors.toSet());
      agents = running.stream().map(RunningSessions.Running::agent).collect(Collectors.toSet());
    }

    /**
     * @param what what is kept for each, for people
     */
    void ofProjects(List<ProjectEntry> all, String what) {
      for (ProjectEntry one : all) {
        one.project()
            .ifPresentOrElse(
                project -> ofProject(one.directory(), project, what),
                () ->
                    keep(
                        one.directory(),
                        "it does not say which project it belongs to; remove it by hand if you do not need it"));
      }
    }

    private void ofProject(Path directory, Path project, String what) {
      switch (ProjectPresence.of(project)) {
        case THERE -> {}
        case PERHAPS_ELSEWHERE ->
            keep(directory, project + " may be on a disk that is not mounted");
        case GONE -> {
          if (projects.contains(project)) {
            keep(directory, "a session of " + project + " is running");
          } else {
            add(directory, what + " for " + project);
          }
        }
      }
    }

    /**
     * What sessions of allowlist connected to, and what sessions tried. The socket of one that was
     * killed is nobody's any more; its log is as long of use as its project is there.
     *
     * @param what what the session did with what is in the files, for people
     */
    void connections(
        Map<String, List<Path>> files,
        String what,
        RunningSessions running,
        List<Session> sessions) {
      Set<String> alive =
          running.list().stream().map(RunningSessions.Running::name).collect(Collectors.toSet());
      Map<String, Path> projectOf =
          sessions.stream()
              .collect(Collectors.toMap(Session::name, one -> Path.of(one.project()), (a, _) -> a));
      files.forEach((name, all) -> {
        if (alive.contains(name) || !projectOf.containsKey(name)) {
          return;
        }
        Path project = projectOf.get(name);
        boolean gone = ProjectPresence.of(project) == ProjectPresence.GONE;
        all.stream()
            .filter(file -> gone || ConnectionLogs.isSocket(file))
            .forEach(file ->
                add(
                    file,
                    ConnectionLogs.isSocket(file)
                        ? "the socket of a session that is over"
                        : "what a session of " + project + " " + what));
      });
    }

    void plans(List<WrittenPlans.Written> all) {
      // A plan is made again when needed, so it is no loss if its project comes back.
      all.stream()
          .filter(plan -> ProjectPresence.of(plan.project()) != ProjectPresence.THERE)
          .filter(plan -> !plans.contains(String.valueOf(plan.directory().getFileName())))
          .forEach(plan -> add(plan.directory(), "a plan for " + plan.project()));
    }

    void agents(List<FetchedAgents.Fetched> all) {
      for (FetchedAgents.Fetched one : all) {
        if (agents.contains(one.agent())) {
          continue;
        }
        replacement(one)
            .ifPresent(version ->
                add(
                    one.directory(),
                    "%s %s, in place of which %s is used"
                        .formatted(one.agent(), one.version(), version),
                    Optional.of(one)));
      }
    }

    /** Of what was being written when its process was killed. */
    void leftovers(Path directory, int levels) {
      Leftovers.abandoned(directory, levels).stream()
          .filter(path -> pieces.stream().noneMatch(piece -> path.startsWith(piece.path())))
          .forEach(path -> add(path, "unfinished, by a process that is gone"));
    }

    void add(Path path, String what) {
      add(path, what, Optional.empty());
    }

    private void add(Path path, String what, Optional<FetchedAgents.Fetched> agent) {
      pieces.add(new Piece(path, what, DirectoryTree.bytes(path), agent));
    }

    private void keep(Path directory, String why) {
      kept.add(new Kept(directory, why));
    }
  }
}
