package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import java.util.Map;
import java.util.function.BiConsumer;

/** {@code network} and {@code filesystem} of sandbox-runtime, which Claude Code has as well. */
final class SandboxSettings {

  private static final String PROXY =
      "there is no proxy of the source's here: names are resolved and connected outside, without one";

  private static final String SOCKETS =
      "no socket of this machine is inside; [sockets] opens the known ones by name";

  private static final Map<String, String> NETWORK =
      Map.ofEntries(
          Map.entry("deniedDomainReasons", "a refusal names the rule, and no reason of yours"),
          Map.entry("strictAllowlist", "nobody is asked: what is not allowed is refused"),
          Map.entry("allowManagedDomainsOnly", "what the profile says counts"),
          Map.entry("allowUnixSockets", SOCKETS),
          Map.entry("allowAllUnixSockets", SOCKETS),
          Map.entry("allowMachLookup", "is about macOS"),
          Map.entry(
              "allowLocalBinding",
              "the sandbox has a loopback of its own, where programs can always listen; network.publish leads to a port inside"),
          Map.entry("httpProxyPort", PROXY),
          Map.entry("socksProxyPort", PROXY),
          Map.entry("mitmProxy", PROXY),
          Map.entry("parentProxy", PROXY),
          Map.entry("tlsTerminate", "TLS is not opened, except for hosts of [credentials]"),
          Map.entry("filterRequest", "requests are not looked into"),
          Map.entry("allowPlaintextHeaderSet", "requests are not changed"),
          Map.entry("stripResponseHeaders", "answers are not changed"),
          Map.entry("refuseOpaqueTunnels", "there are no tunnels through a proxy"),
          Map.entry(
              "requireHostMatch",
              "the name that a program says decides where a connection goes, so they always match"),
          Map.entry("ambiguousRequestTarget", "requests are not looked into"));

  private final Draft draft;
  private final PathDraft paths;
  private final HostDraft hosts;
  private final String owner;
  private final ForeignRoot root;

  /**
   * Reads nothing yet.
   *
   * @param owner the tool, for messages
   * @param root where relative paths start
   */
  SandboxSettings(Draft draft, PathDraft paths, HostDraft hosts, String owner, ForeignRoot root) {
    this.draft = draft;
    this.paths = paths;
    this.hosts = hosts;
    this.owner = owner;
    this.root = root;
  }

  void network(Setting setting) {
    Section section = setting.section();
    section.list("allowedDomains").forEach(entry -> hosts.allow(entry, entry.word()));
    section.list("deniedDomains").forEach(entry -> hosts.deny(entry, entry.word()));
    for (Setting range : section.list("deniedResolvedAddresses")) {
      draft.note(
          Verdict.WEAKER,
          range,
          "addresses of private networks are always refused, no other ones are");
    }
    NETWORK.forEach((key, why) -> section.ifSaid(key, said -> draft.leaveOut(said, why)));
    draft.unknown(section, owner);
  }

  void filesystem(Setting setting) {
    Section section = setting.section();
    section.ifSaid(
        "disabled",
        said -> {
          if (said.flag()) {
            draft.leaveOut(said, "the file system is never open as a whole; the paths below count");
          }
        });
    each(section, "denyRead", paths::deny);
    each(section, "allowRead", paths::read);
    each(section, "allowWrite", paths::write);
    each(section, "denyWrite", paths::keep);
    section.ifSaid(
        "allowGitConfig", said -> draft.leaveOut(said, "what git obeys stays read-only"));
    section.ifSaid(
        "allowManagedReadPathsOnly", said -> draft.leaveOut(said, "what the profile says counts"));
    draft.note(
        Verdict.DIFFERENT,
        setting,
        "the source shows every file that it does not deny; here nothing is visible but the project, the base system and what a rule names");
    draft.unknown(section, owner);
  }

  private void each(Section section, String key, BiConsumer<Setting, ForeignPath> take) {
    section.list(key).forEach(entry -> take.accept(entry, path(entry)));
  }

  private ForeignPath path(Setting entry) {
    if (!entry.isObject()) {
      return ForeignPath.parse(root.resolve(entry.word()));
    }
    Section marked = entry.section();
    Setting path = marked.get("path").orElseThrow(() -> entry.wrong("has no path"));
    if (!marked.get("literal").map(Setting::isTrue).orElse(false)) {
      throw entry.wrong("must be a path, or { \"path\": \"…\", \"literal\": true }");
    }
    draft.unknown(marked, owner);
    return ForeignPath.literal(root.resolve(path.word()));
  }
}
