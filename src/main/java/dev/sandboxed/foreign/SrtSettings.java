package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import java.util.Map;
import java.util.Optional;

/** The settings of {@code srt}, Anthropic's sandbox-runtime. */
final class SrtSettings {

  static final String TOOL = "sandbox-runtime 0.0.83";

  private static final String OWNER = "sandbox-runtime";

  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("ignoreViolations", "sandboxed denials shows all that was refused"),
          Map.entry("enableWeakerNestedSandbox", "there is no weaker sandbox"),
          Map.entry(
              "allowNestedUserNamespaces",
              "it opens much of the kernel: kernel.nested_userns = true does it here"),
          Map.entry("enableWeakerNetworkIsolation", "is about macOS"),
          Map.entry("allowAppleEvents", "is about macOS"),
          Map.entry("allowPty", "is about macOS; terminals always work inside"),
          Map.entry("ripgrep", "nothing is searched for with it"),
          Map.entry("seccomp", "the filter of system calls is sandboxed's own"),
          Map.entry("bwrapPath", "bubblewrap is found on the PATH, where no agent can write"),
          Map.entry("socatPath", "socat is not used"),
          Map.entry("javaAgentJarPath", "there is no proxy that Java would have to be told of"),
          Map.entry("windows", "is about Windows"),
          Map.entry("git", "git inside finds the project's repository as it is"));

  private SrtSettings() {}

  static void read(Setting file, Draft draft, Surroundings around) {
    PathDraft paths = new PathDraft(draft, around);
    HostDraft hosts = new HostDraft(draft);
    SandboxSettings sandbox = new SandboxSettings(draft, paths, hosts, OWNER, ForeignRoot.PROJECT);
    Section top = file.section();
    Optional<Setting> network = top.get("network");
    Optional<Setting> filesystem = top.get("filesystem");
    network.ifPresent(sandbox::network);
    filesystem.ifPresent(sandbox::filesystem);
    top.ifSaid("credentials", new CredentialSettings(draft, paths)::read);
    if (!paths.writesProject()) {
      paths.projectReadOnly(filesystem.orElse(file));
    }
    paths.finish();
    hosts.finish(Optional.of(network.orElse(file)));
    top.ifSaid(
        "mandatoryDenySearchDepth",
        said ->
            draft.note(
                Verdict.DIFFERENT,
                said,
                "what programs outside obey is read-only at the top of the project, at no other depth"));
    ELSEWHERE.forEach((key, why) -> top.ifSaid(key, said -> draft.leaveOut(said, why)));
    draft.note(
        Verdict.WEAKER,
        file,
        "the login of an agent is shared with it, writable: auth.mode says how much of it there is");
    draft.unknown(top, OWNER);
  }
}
