package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import dev.sandboxed.problem.Quoted;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of Claude Code: its {@code sandbox}, and the {@code permissions} about files and
 * hosts.
 */
final class ClaudeSettings {

  static final String TOOL = "Claude Code 2.1.332";

  private static final String OWNER = "Claude Code";

  private static final String OWN =
      "Claude Code reads its settings inside as well, and obeys this itself";

  private static final Map<String, String> SANDBOX =
      Map.ofEntries(
          Map.entry("failIfUnavailable", "nothing starts without the sandbox"),
          Map.entry("autoAllowBashIfSandboxed", OWN),
          Map.entry("allowUnsandboxedCommands", "no command runs outside"),
          Map.entry(
              "excludedCommands",
              "no command runs outside: these run in the sandbox, or fail there"),
          Map.entry("ignoreViolations", "sandboxed denials shows all that was refused"),
          Map.entry("enableWeakerNestedSandbox", "there is no weaker sandbox"),
          Map.entry(
              "allowNestedUserNamespaces",
              "it opens much of the kernel: kernel.nested_userns = true does it here"),
          Map.entry("enableWeakerNetworkIsolation", "is about macOS"),
          Map.entry("allowAppleEvents", "is about macOS"),
          Map.entry("ripgrep", "nothing is searched for with it"),
          Map.entry("bwrapPath", "bubblewrap is found on the PATH, where no agent can write"),
          Map.entry("socatPath", "socat is not used"),
          Map.entry("windows", "is about Windows"));

  private static final String[] PERMISSIONS = {
    "defaultMode",
    "disableBypassPermissionsMode",
    "disableAutoMode",
    "denyInsteadOfPrompting",
    "workingDirectoriesAsGiven",
    "workingDirectoriesExclude",
    "blockReadsExemptPaths",
  };

  private final Draft draft;
  private final PathDraft paths;
  private final HostDraft hosts;
  private final ForeignRoot root;

  private ClaudeSettings(Draft draft, Surroundings around) {
    this.draft = draft;
    paths = new PathDraft(draft, around);
    hosts = new HostDraft(draft);
    root = around.ofPerson() ? new ForeignRoot("~/.claude") : ForeignRoot.PROJECT;
  }

  static void read(Setting file, Draft draft, Surroundings around) {
    new ClaudeSettings(draft, around).read(file);
  }

  private void read(Setting file) {
    Section top = file.section();
    top.ifSaid("sandbox", said -> sandbox(said.section()));
    top.ifSaid("permissions", said -> permissions(said.section()));
    paths.finish();
    hosts.finish(Optional.empty());
    top.rest()
        .values()
        .forEach(setting -> draft.leaveOut(setting, "is Claude Code's own; it reads it inside"));
  }

  private void sandbox(Section section) {
    SandboxSettings common = new SandboxSettings(draft, paths, hosts, OWNER, root);
    section.ifSaid(
        "enabled",
        said ->
            draft.note(
                Verdict.DIFFERENT,
                said,
                "all of Claude Code is in the sandbox, not its commands alone, and its own one is off inside"));
    section.ifSaid("network", common::network);
    section.ifSaid("filesystem", common::filesystem);
    section.ifSaid("credentials", new CredentialSettings(draft, paths)::read);
    SANDBOX.forEach((key, why) -> section.ifSaid(key, said -> draft.leaveOut(said, why)));
    draft.unknown(section, OWNER);
  }

  private void permissions(Section section) {
    section.list("deny").forEach(entry -> rule(entry, this::denied));
    section.list("allow").forEach(entry -> rule(entry, this::allowed));
    section.list("ask").forEach(entry -> draft.leaveOut(entry, "the sandbox asks nobody. " + OWN));
    for (Setting entry : section.list("additionalDirectories")) {
      paths.write(entry, ForeignPath.literal(root.resolve(entry.word())));
    }
    for (String key :
        new String[] {
          "blockReadsOutsideWorkingDirectories",
          "blockWritesOutsideWorkingDirectories",
          "blockFileToolReadsOutsideWorkingDirectories"
        }) {
      section.ifSaid(
          key,
          said ->
              draft.note(
                  Verdict.ALREADY, said, "nothing outside is visible but what a rule names"));
    }
    for (String key : PERMISSIONS) {
      section.ifSaid(key, said -> draft.leaveOut(said, OWN));
    }
    draft.unknown(section, OWNER);
  }

  /** Reads one rule. */
  private interface Reader {
    void read(Setting entry, PermissionRule rule);
  }

  private void rule(Setting entry, Reader reader) {
    PermissionRule.parse(entry.word())
        .ifPresentOrElse(
            rule -> reader.read(entry, rule),
            () ->
                draft.note(
                    Verdict.UNKNOWN,
                    entry,
                    Quoted.of(entry.word()) + " is no rule of Claude Code"));
  }

  private void denied(Setting entry, PermissionRule rule) {
    if (rule.domain().isPresent() && !rule.domain().get().equals("*")) {
      hosts.deny(entry, rule.domain().get());
    } else if (rule.edits() && rule.everyFile()) {
      paths.projectReadOnly(entry);
    } else if ((rule.reads() || rule.edits()) && !rule.everyFile()) {
      rule.path(root)
          .ifPresentOrElse(
              path -> {
                if (rule.reads()) {
                  paths.deny(entry, path);
                } else {
                  paths.keep(entry, path);
                }
              },
              () -> draft.note(Verdict.WEAKER, entry, "exceptions cannot be said here. " + OWN));
    } else {
      draft.note(Verdict.WEAKER, entry, "the sandbox knows files and hosts, and no tools. " + OWN);
    }
  }

  private void allowed(Setting entry, PermissionRule rule) {
    if (rule.domain().isPresent()) {
      hosts.allow(entry, rule.domain().get());
    } else if ((rule.tool().equals("Edit") || rule.tool().equals("Read")) && !rule.everyFile()) {
      Optional<ForeignPath> path = rule.path(root);
      if (path.isEmpty() || path.get().isRelative()) {
        draft.note(Verdict.ALREADY, entry, "the project is visible as its other rules say");
      } else if (rule.reads()) {
        paths.read(entry, path.get());
      } else {
        paths.write(entry, path.get());
      }
    } else {
      draft.leaveOut(entry, "the sandbox knows files and hosts, and no tools. " + OWN);
    }
  }
}
