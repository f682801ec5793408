package dev.sandboxed.check.machine;

import dev.sandboxed.check.Finding;
import dev.sandboxed.check.Finding.State;
import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.host.Bubblewrap;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.NetworkProbe;
import dev.sandboxed.host.StreamTools;
import dev.sandboxed.host.TrailTools;
import dev.sandboxed.host.machine.ControlGroups;
import dev.sandboxed.host.machine.ControlGroups.Controller;
import dev.sandboxed.host.machine.KernelPermissions;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.machine.LimitProbe;
import dev.sandboxed.host.survey.ProjectSurvey;
import dev.sandboxed.nix.NixProgram;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What this machine has and allows, each with what to do where it does not. */
public final class MachineLook {

  // chmod(2): S_ISUID.
  private static final int SET_UID = 04000;

  private final HostProbe probe;
  private final Inquiry inquiry;
  private final Programs tools;
  private final Path project;
  private final List<Finding> findings = new ArrayList<>();

  private MachineLook(HostProbe probe, Path project) {
    this.probe = probe;
    this.inquiry = probe.inquiry();
    this.tools = probe.tools(project);
    this.project = project;
  }

  /**
   * Looks at everything, whatever is missing.
   *
   * @param project none of its programs are run
   */
  public static List<Finding> at(HostProbe probe, Path project) {
    MachineLook look = new MachineLook(probe, project);
    look.kernel();
    look.bubblewrap();
    look.namespaces();
    look.programs();
    look.limits();
    look.network();
    look.nix();
    return List.copyOf(look.findings);
  }

  private void add(String name, State state, String text, String remedy) {
    findings.add(new Finding(name, state, text, remedy));
  }

  private void kernel() {
    String release = new TextFiles(inquiry).read("/proc/sys/kernel/osrelease").orElse("").strip();
    if (release.endsWith("-Microsoft")) {
      add(
          "kernel",
          State.BAD,
          "WSL 1, which has no namespaces",
          "in Windows: wsl --set-version DISTRIBUTION 2");
      return;
    }
    boolean windows = release.toLowerCase(Locale.ROOT).contains("microsoft");
    add(
        "kernel",
        windows ? State.NOTE : State.GOOD,
        "Linux " + release + (windows ? ": WSL 2" : ""),
        windows
            ? "what you grant below /mnt is Windows' own: a program inside could change what runs there"
            : "");
  }

  private void bubblewrap() {
    Optional<Bubblewrap> found = found("bubblewrap", State.BAD, () -> probe.bubblewrap(project));
    if (found.isEmpty()) {
      return;
    }
    Bubblewrap bubblewrap = found.get();
    boolean old = !bubblewrap.refusesSymlinkedMountPoints();
    add(
        "bubblewrap",
        old ? State.NOTE : State.GOOD,
        bubblewrap.version() + ", " + bubblewrap.program(),
        old
            ? "CVE-2026-87766: before 0.12 it follows a symlink that another session in the same project plants while"
                + " it mounts. The launcher compares what was mounted with the plan, and starts nothing where they"
                + " differ; 0.12 is better"
            : "");
    if (isSetUid(bubblewrap.program())) {
      add(
          "setuid",
          State.NOTE,
          bubblewrap.program() + " runs as root",
          "sandboxed does not need that: chmod u-s " + bubblewrap.program());
    }
    if (bubblewrap.cannotDisableUserNamespaces().isPresent()) {
      add(
          "nesting",
          State.NOTE,
          "it cannot keep a sandbox from making user namespaces: "
              + bubblewrap.cannotDisableUserNamespaces().get(),
          "[kernel] nested_userns = true in a profile launches all the same");
    }
    if (bubblewrap.unshare().isEmpty()) {
      add(
          "unshare",
          State.NOTE,
          "it cannot make namespaces here: the agent also sees what is mounted later below a directory that it sees",
          "see whether AppArmor forbids it");
    }
  }

  private boolean isSetUid(Path program) {
    try {
      Entry entry = inquiry.at(program);
      return (entry.mode() & SET_UID) != 0;
    } catch (IOException gone) {
      return false;
    }
  }

  private void namespaces() {
    KernelPermissions kernel = KernelPermissions.look(inquiry);
    List<String> settings = new ArrayList<>();
    kernel.most().ifPresent(value -> settings.add("user.max_user_namespaces = " + value));
    kernel
        .unprivileged()
        .ifPresent(value -> settings.add("kernel.unprivileged_userns_clone = " + value));
    kernel
        .appArmor()
        .ifPresent(
            value -> settings.add("kernel.apparmor_restrict_unprivileged_userns = " + value));
    boolean off =
        kernel.most().equals(Optional.of("0")) || kernel.unprivileged().equals(Optional.of("0"));
    State state = off ? State.BAD : kernel.isRestrictedByAppArmor() ? State.NOTE : State.GOOD;
    add(
        "namespaces",
        state,
        settings.isEmpty() ? "this kernel has no setting for them" : String.join(", ", settings),
        state == State.GOOD ? "" : kernel.remedy());
    kernel
        .container()
        .ifPresent(
            file -> add("container", State.NOTE, "this is a container: there is " + file, ""));
  }

  private void programs() {
    Findings missing = new Findings();
    missing.of(() -> TrailTools.among(tools));
    missing.of(() -> StreamTools.among(tools));
    missing.of(() -> ProjectSurvey.find(tools));
    Optional<Boolean> all =
        found(
            "programs",
            State.BAD,
            () -> {
              missing.check();
              return true;
            });
    all.ifPresent(_ -> add("programs", State.GOOD, "what every launch needs is here", ""));
  }

  /** Of the limits, those that not every machine can keep. */
  private void limits() {
    LimitMeans means =
        LimitProbe.look(tools, account(), unshares(), new LimitProbe.Wanted(true, true, false));
    ControlGroups groups = means.groups();
    List<String> possible = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Controller controller : Controller.values()) {
      boolean able =
          (controller == Controller.TASKS && means.countsTasksByNamespace())
              || groups.manager().filter(one -> one.controllers().contains(controller)).isPresent()
              || groups.places().stream().anyMatch(one -> one.controllers().contains(controller));
      (able ? possible : missing).add(controller == Controller.TASKS ? "tasks" : controller.word());
    }
    add(
        "limits",
        missing.isEmpty() ? State.GOOD : State.NOTE,
        missing.isEmpty()
            ? "a profile can limit " + String.join(", ", possible)
            : "a profile cannot limit %s here: %s"
                .formatted(
                    String.join(", ", missing),
                    groups.why().isEmpty() ? "no control group of yours can" : groups.why()),
        missing.isEmpty()
            ? ""
            : "only if you want that: log in so that a systemd manager runs for you (loginctl enable-linger), or have"
                + " root hand you a control group (docs/profile.md#limits)");
  }

  private int account() {
    try {
      return inquiry.account().uid();
    } catch (IOException hidden) {
      return 0;
    }
  }

  private boolean unshares() {
    try {
      return probe.bubblewrap(project).unshare().isPresent();
    } catch (UserFailure reportedAbove) {
      return false;
    }
  }

  private void network() {
    found("internet", State.NOTE, () -> new NetworkProbe(tools, "internet-only", false).probe())
        .ifPresent(facts ->
            add(
                "internet",
                State.GOOD,
                facts.tools().slirp4netns() + " and /dev/net/tun, for internet-only",
                ""));
  }

  private void nix() {
    found(
            "nix",
            State.NOTE,
            () -> NixProgram.usable(inquiry, tools.environment(inquiry.environment())))
        .ifPresent(program ->
            add("nix", State.GOOD, program + "; sandboxed itself switches flakes on", ""));
  }

  /** What a step finds; each of its problems is a finding. */
  private <T> Optional<T> found(String name, State otherwise, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserFailure failure) {
      for (Problem problem : failure.problems()) {
        add(name, otherwise, problem.message(), problem.hint());
      }
      return Optional.empty();
    }
  }
}
