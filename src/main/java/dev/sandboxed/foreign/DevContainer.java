package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** {@code devcontainer.json}. Nothing in it is run, fetched or built. */
final class DevContainer {

  static final String TOOL = "the Dev Container specification (schema of 2024-01-22)";

  private static final String IMAGE =
      "there is no image: programs are this machine's, those of packages.nix, and a dev shell's";
  private static final String COMMAND = "no command of the file is run; run it yourself, inside";
  private static final String EDITOR = "is about the editor, or the tool that starts containers";

  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("image", IMAGE),
          Map.entry("build", IMAGE),
          Map.entry("dockerFile", IMAGE),
          Map.entry("context", IMAGE),
          Map.entry(
              "features", "nothing is installed: packages.nix and environment.path add programs"),
          Map.entry("overrideFeatureInstallOrder", "nothing is installed"),
          Map.entry(
              "dockerComposeFile",
              "no other container is started; network.reach opens a port of a service"),
          Map.entry("service", "no other container is started"),
          Map.entry("runServices", "no other container is started"),
          Map.entry(
              "secrets", "environment.pass names variables; [credentials] keeps values outside"),
          Map.entry("initializeCommand", "it would run on this machine, outside. " + COMMAND),
          Map.entry("onCreateCommand", COMMAND),
          Map.entry("updateContentCommand", COMMAND),
          Map.entry("postCreateCommand", COMMAND),
          Map.entry("postStartCommand", COMMAND),
          Map.entry("postAttachCommand", COMMAND),
          Map.entry("waitFor", COMMAND),
          Map.entry("privileged", "nothing inside has a capability, and system calls are filtered"),
          Map.entry("capAdd", "nothing inside has a capability"),
          Map.entry("securityOpt", "the filter of system calls and no new privileges always hold"),
          Map.entry("init", "the sandbox has a process that reaps others"),
          Map.entry("containerUser", "programs inside run as you"),
          Map.entry("remoteUser", "programs inside run as you"),
          Map.entry("updateRemoteUserUID", "programs inside run as you"),
          Map.entry("userEnvProbe", "no shell is asked for variables"),
          Map.entry("workspaceFolder", "the project is at its own path"),
          Map.entry("workspaceMount", "the project is at its own path"),
          Map.entry("appPort", "network.publish leads to a port inside"),
          Map.entry(
              "hostRequirements",
              "says what a machine must have; [limits] says what may be used up"),
          Map.entry("overrideCommand", "the agent is what runs"),
          Map.entry("shutdownAction", "the sandbox ends with the agent"),
          Map.entry("portsAttributes", EDITOR),
          Map.entry("otherPortsAttributes", EDITOR),
          Map.entry("customizations", EDITOR),
          Map.entry("settings", EDITOR),
          Map.entry("extensions", EDITOR),
          Map.entry("devPort", EDITOR),
          Map.entry("codespaces", EDITOR));

  private static final BigDecimal LAST_PORT = BigDecimal.valueOf(65535);

  private DevContainer() {}

  static void read(Setting file, Draft draft, Surroundings around) {
    Section top = file.section();
    PathDraft paths = new PathDraft(draft, around);
    HostDraft hosts = new HostDraft(draft);
    top.get("$schema");
    top.get("name");
    top.list("mounts").forEach(new ContainerMounts(draft, paths)::read);
    new ContainerArguments(draft, hosts).read(top.list("runArgs"));
    ContainerVariables variables = new ContainerVariables(draft);
    // What counts where both say something.
    top.ifSaid("remoteEnv", variables::read);
    top.ifSaid("containerEnv", variables::read);
    paths.finish();
    hosts.finish(Optional.empty());
    top.list("forwardPorts").forEach(port -> publish(draft, port));
    ELSEWHERE.forEach((key, why) -> top.ifSaid(key, said -> draft.leaveOut(said, why)));
    draft.note(
        Verdict.DIFFERENT,
        file,
        "a container has all of the network; here the tier of strict holds: network.allow names hosts, network.tier = \"internet-only\" opens the internet");
    draft.note(
        Verdict.WEAKER,
        file,
        "programs inside see what this machine has in /usr and the like, and an agent has its login: auth.mode says how much of it");
    draft.unknown(top, "devcontainer.json");
  }

  private static void publish(Draft draft, Setting port) {
    if (port.isText()) {
      draft.leaveOut(port, "is a port of another container");
      return;
    }
    if (!draft.values(Draft.Key.TIER).isEmpty()) {
      draft.leaveOut(port, "there is no network that it could be reached through");
      return;
    }
    BigDecimal number = port.number();
    if (number.stripTrailingZeros().scale() > 0
        || number.signum() <= 0
        || number.compareTo(LAST_PORT) > 0) {
      throw port.wrong("is not a port");
    }
    draft.addText(Draft.Key.PUBLISH, String.valueOf(number.intValueExact()), port);
  }
}
