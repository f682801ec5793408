package dev.sandboxed.cli.learn;

import dev.sandboxed.denials.Refusal;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.machine.Inside;
import dev.sandboxed.learn.DotNames;
import dev.sandboxed.learn.LearnedProfile;
import dev.sandboxed.learn.Learning;
import dev.sandboxed.learn.NeverShown;
import dev.sandboxed.learn.Proposal;
import dev.sandboxed.learn.Seen;
import dev.sandboxed.learn.SeenHosts;
import dev.sandboxed.names.AnyHost;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.observed.Event;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AuditRequest;
import dev.sandboxed.profile.AuditRequest.ObserveRequest;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.TierName;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.ObservedLogs;
import dev.sandboxed.state.Session;
import dev.sandboxed.state.StateDirectory;
import dev.sandboxed.state.Trail;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code sandboxed learn}, without the session itself. */
public final class Proposing {

  private static final Origin RECORDED = new Origin.BuiltIn("learn records this session");

  private final Face face;
  private final HostProbe probe;
  private final Installation installation;
  private final Learned learned;

  /**
   * The person.
   *
   * @param err where they are spoken to
   * @param shown prints a row of a difference where {@code err} goes, as it is
   * @param ask asks them; empty where nobody can answer
   */
  public record Face(
      PrintStream err,
      Consumer<ContentDiff.Row> shown,
      Optional<Function<String, Optional<String>>> ask) {}

  /**
   * Begins.
   *
   * @param name the profile's
   * @param base what it is to extend, if that was said
   * @throws UserFailure if that profile cannot be written
   */
  public Proposing(
      Face face, HostProbe probe, Installation installation, String name, Optional<String> base) {
    this.face = face;
    this.probe = probe;
    this.installation = installation;
    Inside.refuse(
        probe.inquiry(), "learn is for the person outside", "start it on the machine itself");
    this.learned = Learned.of(probe, installation, name, base);
  }

  /** The profile of the session. */
  public String profile() {
    return learned.base();
  }

  /**
   * What such a session asks for besides: every name, unless its profile has no network at all.
   *
   * @throws UserFailure if the profile is broken
   */
  public Layer recording() {
    boolean network =
        learned.chain().stream()
            .flatMap(profile -> profile.layer().network().tier().stream())
            .reduce((_, later) -> later)
            .filter(tier -> tier.value() != TierName.NONE)
            .isPresent();
    NetworkRequest names =
        NetworkRequest.ofTier(Optional.of(new Located<>(TierName.ALLOWLIST, RECORDED)))
            .with(List.of(new Located<>(new AnyHost(), RECORDED)), List.of());
    return Layer.of("learn", network ? names : NetworkRequest.SILENT, List.of(), List.of())
        .with(
            new AuditRequest(
                Optional.empty(),
                List.of(),
                ObserveRequest.everything(new Located<>(true, RECORDED))));
  }

  /** Says what is different in such a session, before it begins. */
  public void announce(SandboxPlan recorded) {
    say(
        "this session can read your home and /opt, but not what programs keep there under names with a dot, nor keys, logins and the like; --deny PATH closes more");
    say("it writes no more than with the profile " + learned.base());
    say(
        recorded.network().value() instanceof NetworkTier.None
            ? "it has no network; what it opens is written down"
            : "it can send what it reads to "
                + (recorded.network().value() instanceof NetworkTier.Allowlist
                    ? "any public host that it names"
                    : recorded.network().value().describe())
                + ", so let it do only work that you trust; what it opens and reaches is written down");
  }

  /**
   * Proposes what a session needed, and writes it if the person says yes.
   *
   * @param plan that of a session of the same words that is not recorded
   * @param recorded that of the recorded one
   * @param yes whether nobody is asked
   */
  public int propose(Session session, SandboxPlan plan, SandboxPlan recorded, boolean yes) {
    SeenHosts hosts = hosts(session);
    Proposal proposal =
        Learning.propose(
            new PlanMachine(probe.inquiry(), plan, recorded),
            never(plan),
            names(plan),
            seen(session),
            hosts);
    proposal.left().forEach(words -> say("not granted: " + words));
    proposal.counted().forEach(this::say);
    boolean names = session.tier().equals(TierName.ALLOWLIST.word());
    if (proposal.isEmpty()) {
      say("this session needed nothing that the profile " + learned.base() + " does not give");
      return 0;
    }
    Learned.Edit edit = learned.edit(proposal, names);
    for (LearnedProfile.Unwritten one : edit.unwritten()) {
      say(
          "%s says that in a way that only you can add to; below [%s]: %s"
              .formatted(learned.file(), one.table(), one.line()));
    }
    edit.diff().rows().forEach(face.shown());
    if (edit.diff().rows().isEmpty()) {
      say(learned.file() + " says all of it already");
      return 0;
    }
    if (!yes && !isWanted(session)) {
      say(
          "nothing was written; to look again: sandboxed learn %s --from %s"
              .formatted(learned.name(), session.name()));
      return 1;
    }
    learned.write(edit);
    say("%s is written; to run with it: --profile %s".formatted(learned.file(), learned.name()));
    return 0;
  }

  private boolean isWanted(Session session) {
    Function<String, Optional<String>> ask =
        face.ask()
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "learn.nobody-to-ask",
                        "nothing was written: there is no terminal to ask on",
                        "on a terminal: sandboxed learn %1$s --from %2$s\nor, if it is what you want: sandboxed learn %1$s --from %2$s --yes"
                            .formatted(learned.name(), session.name()))));
    String said = ask.apply("Write it to " + learned.file() + "? [y/N] ").orElse("");
    return List.of("y", "yes").contains(said.strip().toLowerCase(Locale.ROOT));
  }

  private void say(String words) {
    face.err().println(Printable.line("learn: " + words));
  }

  /**
   * The session that is meant.
   *
   * @throws UserFailure if there is none, or it was not recorded
   */
  public Session session(String word) {
    Session session =
        new Trail(state())
            .sessions().reversed().stream()
                .filter(one -> one.name().equals(word) || one.name().endsWith("-" + word))
                .findFirst()
                .orElseThrow(() ->
                    new UserFailure(
                        Problem.of(
                            "session.none",
                            "no session is called " + Quoted.of(word),
                            "sandboxed audit --json has the names of all")));
    if (!session.profiles().contains(Installation.LEARNING)) {
      throw notRecorded(session);
    }
    return session;
  }

  private static UserFailure notRecorded(Session session) {
    return new UserFailure(
        Problem.of(
            "learn.not-recorded",
            "session " + session.name() + " was not recorded to learn from it",
            "sandboxed learn NAME -- COMMAND records one"));
  }

  private Path state() {
    Path state = probe.toolDirectories().state();
    new StateDirectory(state).checkVersion();
    return state;
  }

  private Seen seen(Session session) {
    ObservedLogs logs = new ObservedLogs(state());
    if (!logs.has(session.name())) {
      throw notRecorded(session);
    }
    Seen seen = new Seen();
    ConnectionLogs.each(logs.events(session.name()), line -> Event.of(line).ifPresent(seen::add));
    return seen;
  }

  private SeenHosts hosts(Session session) {
    SeenHosts hosts = new SeenHosts();
    ConnectionLogs.each(
        new ConnectionLogs(state()).connections(session.name()),
        line ->
            Refusal.of(line)
                .ifPresent(one -> hosts.add(one.name(), one.port(), one.verdict(), one.rule())));
    return hosts;
  }

  private NeverShown never(SandboxPlan plan) {
    Profile never = installation.neverShown(probe.inquiry());
    return new NeverShown(never.layer().paths(), starts(plan));
  }

  private DotNames names(SandboxPlan plan) {
    Profile shown = installation.shownNames(probe.inquiry());
    return new DotNames(shown.layer().paths(), plan.identity().home(), starts(plan));
  }

  private Map<String, Path> starts(SandboxPlan plan) {
    return NeverShown.starts(plan.identity().home(), probe.inquiry()::variable);
  }
}
