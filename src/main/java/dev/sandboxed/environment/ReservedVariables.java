package dev.sandboxed.environment;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Variables that not everybody may choose, by who must not choose them. */
public final class ReservedVariables {

  // The sandbox's own: they follow from the plan, and another value would contradict it.
  private static final Set<String> OURS =
      Set.of("HOME", "USER", "LOGNAME", "PATH", "PWD", "OLDPWD", "SHLVL", "SANDBOXED");

  // Variables that make a shell or the dynamic linker run code of their choosing.
  private static final List<String> CODE =
      List.of(
          "LD_*",
          "BASH_ENV",
          "ENV",
          "BASH_FUNC_*",
          "PROMPT_COMMAND",
          "IFS",
          "SHELLOPTS",
          "BASHOPTS",
          "PS4");

  // Variables that steer an agent, whichever it is: whom it talks to, what it loads, which shell
  // runs
  // its commands. A flake belongs to the project, and the agent can write the project. An agent's
  // definition adds its own.
  private static final List<String> ANY_AGENT =
      List.of(
          "OPENAI_*",
          "*_BASE_URL",
          "*_PROXY",
          "*_proxy",
          "NODE_OPTIONS",
          "NODE_EXTRA_CA_CERTS",
          "SHELL");

  // Ignored by `nix develop` (src/nix/develop.cc, ignoreVars), because they describe the build and
  // not the shell.
  private static final Set<String> NIX_IGNORES =
      Set.of(
          "BASHOPTS",
          "HOME",
          "NIX_BUILD_TOP",
          "NIX_ENFORCE_PURITY",
          "NIX_LOG_FD",
          "NIX_REMOTE",
          "PPID",
          "SHELLOPTS",
          "SSL_CERT_FILE",
          "TEMP",
          "TEMPDIR",
          "TERM",
          "TMP",
          "TMPDIR",
          "TZ",
          "UID");

  // Attributes of every derivation of nixpkgs' stdenv (Nixpkgs manual, "The Standard Environment")
  // and what Nix sets for every build. They tell the builder what to do; to an agent they mean
  // nothing, and their store paths would pull the whole build closure in.
  private static final List<String> BUILD =
      List.of(
          "out",
          "outputs",
          "builder",
          "args",
          "stdenv",
          "system",
          "name",
          "pname",
          "version",
          "src",
          "srcs",
          "phases",
          "*Phase",
          "*Phases",
          "pre*Hooks",
          "post*Hooks",
          "shellHook",
          "buildInputs",
          "nativeBuildInputs",
          "propagatedBuildInputs",
          "propagatedNativeBuildInputs",
          "depsBuild*",
          "depsHost*",
          "depsTarget*",
          "patches",
          "configureFlags",
          "cmakeFlags",
          "mesonFlags",
          "doCheck",
          "doInstallCheck",
          "dontAddDisableDepTrack",
          "strictDeps",
          "passAsFile",
          "preferLocalBuild",
          "allowSubstitutes",
          "userHook",
          "__structuredAttrs",
          "NIX_STORE",
          "NIX_BUILD_CORES",
          "CONFIG_SHELL",
          "SOURCE_DATE_EPOCH",
          "HOST_PATH",
          "shell");

  // The location of structured attributes during a build.
  private static final List<String> ATTRIBUTES = List.of("NIX_ATTRS_*");

  private static final String OF_THE_BUILD = "it belongs to the build";

  private final List<String> steering;

  /**
   * Those for a dev shell.
   *
   * @param steering globs of what steers the agents there are
   */
  ReservedVariables(List<String> steering) {
    this.steering = List.copyOf(steering);
  }

  /** Whether the variable follows from the plan. */
  public static boolean ours(String name) {
    return OURS.contains(name);
  }

  /**
   * Variables that no glob may match. A person may name one in full, unless the sandbox sets it.
   */
  static List<String> guarded() {
    return Stream.concat(OURS.stream().sorted(), CODE.stream()).toList();
  }

  /** Why a dev shell's variable is not forwarded; empty if it is. */
  String whyNotForwarded(String name) {
    String why = whyNotInside(name);
    return why.isEmpty() && matchesAny(BUILD, name) ? OF_THE_BUILD : why;
  }

  /** Why a dev shell's variable is not even there for its hook; empty if it may be. */
  String whyNotInside(String name) {
    if (ours(name)) {
      return "the sandbox sets it";
    }
    if (matchesAny(CODE, name)) {
      return "it would make programs run code of its choosing";
    }
    if (matchesAny(ANY_AGENT, name) || matchesAny(steering, name)) {
      return "it steers the agent itself";
    }
    return NIX_IGNORES.contains(name) || matchesAny(ATTRIBUTES, name) ? OF_THE_BUILD : "";
  }

  private static boolean matchesAny(List<String> globs, String name) {
    return globs.stream().anyMatch(glob -> VariableGlob.matches(glob, name));
  }
}
