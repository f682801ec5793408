package dev.sandboxed.network;

import dev.sandboxed.host.HostEnvironment;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.host.survey.CertificateFile;
import dev.sandboxed.names.Credential;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.names.HostName;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides which credentials of all layers count in a session. */
public final class CredentialLayers {

  // What OpenSSL reads by itself, and a variable of the person's can name in its place.
  private static final List<String> STORES = List.of("SSL_CERT_FILE", "NIX_SSL_CERT_FILE");

  // RFC 9110, section 4.2.2.
  private static final int HTTPS_PORT = 443;

  private CredentialLayers() {}

  /** Of several with one name, or for one variable, the last counts. */
  public static List<Credential> together(List<NetworkRequest> requests) {
    List<Credential> all = new ArrayList<>();
    for (NetworkRequest request : requests) {
      List<Credential> later = request.credentials();
      all.removeIf(earlier ->
          later.stream()
              .anyMatch(one ->
                  one.name().equals(earlier.name()) || one.variable().equals(earlier.variable())));
      all.addAll(later);
    }
    return List.copyOf(all);
  }

  /**
   * Those that count in allowlist.
   *
   * @param passed the names of the variables that rules pass
   * @throws UserFailure where this machine lacks what they need
   */
  static Credentials decide(
      NetworkRequest request, NetworkFacts facts, HostEnvironment host, List<String> passed) {
    List<Credential> counting =
        request.credentials().stream()
            .filter(one ->
                one.condition().passed()
                    ? passed.contains(one.variable())
                    : host.variableNames().contains(one.variable()))
            .filter(one -> one.condition().unless().stream().noneMatch(passed::contains))
            .toList();
    if (counting.isEmpty()) {
      return Credentials.NONE;
    }
    Optional<NetworkTools.Names> tools = facts.tools().names();
    Optional<Path> openssl = tools.flatMap(NetworkTools.Names::openssl);
    Optional<Path> store = store(host).or(() -> tools.flatMap(NetworkTools.Names::certificates));
    List<Problem> problems = new ArrayList<>();
    if (openssl.isEmpty()) {
      problems.add(lacks(counting.getFirst(), "openssl, which is not on PATH", "openssl"));
    }
    if (store.isEmpty()) {
      problems.add(
          lacks(
              counting.getFirst(),
              "this machine's list of certificates to trust, which is in none of its usual places",
              "ca-certificates"));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return new Credentials(
        counting,
        Optional.of(
            new Credentials.Tools(openssl.orElseThrow(), store.orElseThrow(), more(host, passed))));
  }

  private static Problem lacks(Credential credential, String what, String debianPackage) {
    return new Problem(
        "network.missing-program",
        "credentials."
            + credential.name()
            + ", which keeps "
            + credential.variable()
            + " outside, needs "
            + what,
        credential.origin().where(),
        Remedy.install(debianPackage));
  }

  private static Optional<Path> store(HostEnvironment host) {
    return STORES.stream()
        .flatMap(variable -> files(host).filter(file -> file.variable().equals(variable)))
        .map(CertificateFile::path)
        .findFirst();
  }

  /** Those that programs would trust by the person's variables, which the bundle replaces. */
  private static List<Path> more(HostEnvironment host, List<String> passed) {
    return files(host)
        .filter(file -> passed.contains(file.variable()))
        .filter(file ->
            Credentials.VARIABLES.contains(file.variable())
                || Credentials.FURTHER_VARIABLES.contains(file.variable()))
        .map(CertificateFile::path)
        .toList();
  }

  private static Stream<CertificateFile> files(HostEnvironment host) {
    return host.certificates().stream()
        .filter(file ->
            file.content() == CertificateFile.Content.CERTIFICATES
                || file.content() == CertificateFile.Content.OF_THE_SYSTEM);
  }

  /**
   * Refuses credentials that this tier cannot keep outside.
   *
   * @param passed the names of the variables that rules pass
   * @throws UserFailure with each of them
   */
  public static void refuse(NetworkRequest request, TierName tier, List<String> passed) {
    List<Problem> problems =
        request.credentials().stream()
            .filter(one -> !one.condition().passed())
            // Without a network there is nowhere to send anything.
            .filter(one -> tier != TierName.NONE || passed.contains(one.variable()))
            .map(one -> elsewhere(one, tier))
            .toList();
    if (tier != TierName.ALLOWLIST && !problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static Problem elsewhere(Credential credential, TierName tier) {
    Origin origin = credential.origin();
    return new Problem(
        "network.credential-elsewhere",
        "credentials."
            + credential.name()
            + " keeps "
            + credential.variable()
            + " outside in the network tier allowlist alone, and this is "
            + tier.word()
            + (origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")"),
        origin.where(),
        "choose --network allowlist, or tier = \"allowlist\" below [network]; without these lines,"
            + " pass gives the agent the real value");
  }

  /**
   * Says of which credentials there is no use.
   *
   * @param host its variables
   */
  public static List<Remark> remarks(
      NetworkRequest request, NetworkTier tier, HostEnvironment host) {
    if (!(tier instanceof NetworkTier.Allowlist allowlist)) {
      return List.of();
    }
    List<Remark> remarks = new ArrayList<>();
    for (Credential one : request.credentials()) {
      if (!one.condition().passed() && !host.variableNames().contains(one.variable())) {
        remarks.add(
            Remark.from(
                one.origin(),
                "network.credential-missing",
                one.variable()
                    + " is not set here, so credentials."
                    + one.name()
                    + " has no effect, and the variable is not set inside"));
      }
    }
    for (Credential one : allowlist.credentials().all()) {
      List<String> closed =
          one.hosts().stream()
              .filter(name -> !allowlist.hosts().decide(name, HTTPS_PORT).allowed())
              .map(HostName::text)
              .toList();
      if (!one.condition().passed() && !closed.isEmpty()) {
        remarks.add(
            Remark.from(
                one.origin(),
                "network.credential-unused",
                "no rule allows "
                    + String.join(", ", closed)
                    + ", for which credentials."
                    + one.name()
                    + " is: --allow HOST, or [network] allow"));
      }
    }
    return remarks;
  }
}
