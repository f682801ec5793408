package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.CertificateFile;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Shows the certificates that a passed variable names, as a company's proxy needs: the variable
 * without its file would keep programs from every server. Only files that hold certificates and
 * nothing else come along, and a rule that denies one wins.
 *
 * @param rules ranking below all others
 * @param remarks on what a variable names and the sandbox does not show
 */
public record TrustedCertificates(List<PathRule> rules, List<Remark> remarks) {

  public TrustedCertificates {
    rules = List.copyOf(rules);
    remarks = List.copyOf(remarks);
  }

  /** The paths whose facts are needed. */
  public static List<Path> paths(HostFacts host) {
    return host.environment().certificates().stream().map(CertificateFile::path).toList();
  }

  /**
   * Decides which of them are shown.
   *
   * @param passed the names of the variables that are passed
   * @param grants the result of merging the rules of all layers
   */
  public static TrustedCertificates of(
      HostFacts host,
      List<String> passed,
      FileFacts files,
      PathRequests requests,
      List<Grant> grants,
      Safeguards wards) {
    List<PathRule> rules = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    Set<Path> denied = requests.denied(files);
    for (CertificateFile file : host.environment().certificates()) {
      boolean missing = file.content() == CertificateFile.Content.MISSING;
      if (!passed.contains(file.variable()) || (!missing && isShown(file.path(), grants))) {
        continue;
      }
      FileFact fact = files.of(file.path());
      boolean hidden = denied.stream().anyMatch(fact.real()::startsWith) || wards.hide(fact.real());
      String reason = hidden ? "a rule denies it" : reason(file, fact, grants);
      if (reason.isEmpty()) {
        rules.add(
            new PathRule(
                Access.READ,
                file.path().toString(),
                true,
                new Origin.Host("named by " + file.variable())));
      } else {
        remarks.add(
            Remark.of(
                "policy.certificates-not-inside",
                file.variable() + " names " + file.path() + ", which is not inside: " + reason));
      }
    }
    return new TrustedCertificates(rules, remarks);
  }

  private static boolean isShown(Path path, List<Grant> grants) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .max(Comparator.comparingInt(grant -> grant.path().getNameCount()))
        .filter(grant -> grant.access() != Access.DENY)
        .isPresent();
  }

  /** Why it is not shown; empty if it is. */
  private static String reason(CertificateFile file, FileFact fact, List<Grant> grants) {
    boolean replaceable =
        grants.stream()
            .filter(grant -> grant.access() == Access.WRITE)
            .anyMatch(grant -> fact.real().startsWith(grant.source()));
    if (PathRequests.isOfTheKernel(fact.real()) || replaceable) {
      return "it is in a place that no variable can open";
    }
    return switch (file.content()) {
      case CERTIFICATES, OF_THE_SYSTEM -> "";
      case KEY -> "it holds a private key as well. Put the certificates into a file of their own";
      case MISSING -> "there is no such file";
      case OTHER -> "it is not a file of certificates (PEM). --read shows it all the same";
    };
  }
}
