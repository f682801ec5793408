package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.nix.DevShellEvaluation;
import dev.sandboxed.nix.NixCli;
import dev.sandboxed.nix.NixLimits;
import dev.sandboxed.nix.NixProgram;
import dev.sandboxed.nix.NixPrograms;
import dev.sandboxed.nix.Progress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** This machine's Nix, and what it runs with. It is looked for only when needed. */
public final class NixAccess {

  private final Inquiry inquiry;
  private final Supplier<Path> bubblewrap;
  private final Programs tools;
  private final Audience audience;

  /**
   * Access for one project.
   *
   * @param probe knows this machine
   * @param audience where slow steps are announced
   * @param project no program in it is run
   * @param bubblewrap finds the program; a launch already knows it
   */
  public NixAccess(HostProbe probe, Audience audience, Path project, Supplier<Path> bubblewrap) {
    this.tools = probe.tools(project);
    this.bubblewrap = bubblewrap;
    this.inquiry = probe.inquiry();
    this.audience = audience;
  }

  /** The command for questions about the store, and for what the person names. */
  NixCli cli() {
    Path nix = NixProgram.find(inquiry, environment());
    return new NixCli(inquiry, nix, bubblewrap.get(), beside(nix), NixLimits.DEFAULT, progress());
  }

  /** The programs that dev shells are evaluated with. */
  NixPrograms programs() {
    return new NixPrograms(
        NixProgram.find(inquiry, environment()), bubblewrap.get(), tools.find("strace"));
  }

  /**
   * The evaluation of dev shells.
   *
   * @param home see {@link DevShellEvaluation}
   */
  DevShellEvaluation evaluation(NixPrograms programs, Path home) {
    return new DevShellEvaluation(
        programs, beside(programs.nix()), home, NixLimits.DEFAULT, progress());
  }

  private Map<String, String> environment() {
    return tools.environment(inquiry.environment());
  }

  /** Nix starts git by name, whatever git that is: the one that came with Nix is the best. */
  private Map<String, String> beside(Path nix) {
    Map<String, String> own = new HashMap<>(environment());
    own.merge("PATH", "", (path, nothing) -> nix.resolveSibling("") + ":" + path);
    return own;
  }

  private Progress progress() {
    return audience.terminal() ? audience::show : Progress.SILENT;
  }
}
