package dev.sandboxed.names;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The credentials of a session, and the certificates around them. For their hosts HAProxy ends TLS
 * with a certificate of the session's own authority, which programs inside find in a bundle.
 *
 * @param tools empty if there are no credentials
 */
public record Credentials(List<Credential> all, Optional<Tools> tools) {

  /** No credentials. */
  public static final Credentials NONE = new Credentials(List.of(), Optional.empty());

  /** The certificates that programs inside trust: the session's authority first. */
  public static final Path BUNDLE = Path.of("/run/sandboxed/certificates.pem");

  /** The variables with which programs are told of such a file. */
  public static final List<String> VARIABLES =
      List.of(
          "CARGO_HTTP_CAINFO",
          "CURL_CA_BUNDLE",
          "GIT_SSL_CAINFO",
          "NIX_SSL_CERT_FILE",
          "NODE_EXTRA_CA_CERTS",
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_FILE");

  /** Further ones, which take their place where a person's own are passed. */
  public static final List<String> FURTHER_VARIABLES =
      List.of("AWS_CA_BUNDLE", "DENO_CERT", "NPM_CONFIG_CAFILE", "PIP_CERT", "npm_config_cafile");

  /**
   * What they need of this machine.
   *
   * @param openssl makes the certificates
   * @param store the certificates that this machine trusts, which say who the hosts are
   * @param more files of certificates that variables of the person's name
   */
  public record Tools(Path openssl, Path store, List<Path> more) {
    public Tools {
      more = List.copyOf(more);
    }

    /** What the bundle has beside the session's authority. */
    public List<Path> trusted() {
      return Stream.concat(Stream.of(store), more.stream()).distinct().toList();
    }
  }

  public Credentials {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The hosts of all of them. */
  public List<HostName> hosts() {
    return all.stream().flatMap(one -> one.hosts().stream()).distinct().sorted().toList();
  }

  /** The credential whose placeholder is in a variable. */
  public Optional<Credential> of(String variable) {
    return all.stream().filter(one -> one.variable().equals(variable)).findFirst();
  }
}
