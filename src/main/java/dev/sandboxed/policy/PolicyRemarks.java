package dev.sandboxed.policy;

import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.network.CredentialLayers;
import dev.sandboxed.network.NetworkRemarks;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Says what is weaker than it could be, by choice or on this machine. */
final class PolicyRemarks {

  private PolicyRemarks() {}

  static List<Remark> of(
      HostFacts host,
      GitFacts git,
      Settings settings,
      NetworkTier network,
      List<String> passed,
      List<Grant> grants) {
    List<Remark> remarks = new ArrayList<>();
    remarks.addAll(
        NetworkRemarks.of(settings.network(), network, host.system().resolvConf(), passed));
    remarks.addAll(CredentialLayers.remarks(settings.network(), network, host.environment()));
    if (settings.nestedUserNamespaces().value()) {
      remarks.add(
          Remark.from(
              settings.nestedUserNamespaces().origin(),
              "kernel.nested-namespaces",
              "programs inside can make user namespaces, so more of the kernel is within their reach"));
    }
    if (host.person().uid() == 0) {
      remarks.add(
          Remark.of(
              "host.root",
              "you are root: the agent is root inside, without capabilities"
                  + (host.bubblewrap().perl().isEmpty()
                      ? "; without perl and unshare it can change the permissions of /dev/null and other devices of this machine"
                      : "")));
    }
    if (!host.bubblewrap().refusesSymlinkedMountPoints()) {
      remarks.add(
          Remark.of(
              "bwrap.old",
              "bubblewrap "
                  + host.bubblewrap().version()
                  + " is older than 0.12 (CVE-2026-87766): two sessions in one project at once could race its setup"));
    }
    // Tiers with a router of their own do not start there.
    if (host.bubblewrap().unshare().isEmpty() && network.routed().isEmpty()) {
      remarks.add(
          Remark.of(
              "host.no-unshare",
              "unshare cannot make namespaces here (does AppArmor forbid it?): the agent also sees what is mounted later"
                  + " on this host below a directory that it sees"));
    }
    if (host.bubblewrap().perl().isEmpty()
        && ConfigurationCopies.of(Path.of("/"), git, grants).isPresent()) {
      remarks.add(
          Remark.of(
              "git.configuration-read-only",
              "git inside cannot change its configuration, so push -u and submodule update --init fail: "
                  + (host.bubblewrap().unshare().isEmpty()
                      ? "unshare cannot make namespaces here"
                      : "that needs perl (Debian, Ubuntu: apt-get install perl-base)")));
    }
    if (host.environment().sshAgent().filter(socket -> opens(grants, socket)).isPresent()) {
      remarks.add(
          Remark.of(
              "ssh.agent",
              "your ssh agent is inside: while the session runs, the agent can sign in as you, and sign, wherever your keys do"));
    }
    git.alternates().stream()
        .filter(objects -> !isVisible(grants, objects))
        .map(objects ->
            Remark.of(
                "git.alternates",
                "--read "
                    + Quoted.forShell(objects)
                    + " shows objects that git misses inside, and all else that was ever committed there;"
                    + " objects/info/alternates names them, and an agent may have written that"))
        .forEach(remarks::add);
    if (!git.programs().isEmpty()) {
      remarks.add(
          Remark.of(
              "git.programs",
              "your git configuration sets "
                  + String.join(", ", git.programs())
                  + ", which need programs or keys that may not be inside (docs/git.md)"));
    }
    if (git.shared()) {
      remarks.add(
          Remark.of(
              "git.not-shared",
              "git inside does not share what it creates with a group (core.sharedRepository): no sandbox can set the bit that this needs"));
    }
    return remarks;
  }

  private static boolean isVisible(List<Grant> grants, Path path) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .max(Comparator.comparingInt(grant -> grant.path().getNameCount()))
        .filter(grant -> grant.access() != Access.DENY)
        .isPresent();
  }

  private static boolean opens(List<Grant> grants, Path socket) {
    return grants.stream()
        .anyMatch(grant -> grant.path().equals(socket) && PathRequests.grants(grant.access()));
  }
}
