package dev.sandboxed.names;

import java.util.stream.Collectors;

/**
 * What openssl is told about the certificates of a session (x509v3_config(5)). The authority is one
 * for these hosts and no other name, and for no address.
 */
public final class OpensslFile {

  private OpensslFile() {}

  /** The text. */
  public static String of(Credentials credentials) {
    return """
    [req]
    distinguished_name = nobody
    [nobody]
    [authority]
    basicConstraints = critical, CA:TRUE, pathlen:0
    keyUsage = critical, keyCertSign
    subjectKeyIdentifier = hash
    nameConstraints = critical, %s, excluded;IP:0.0.0.0/0.0.0.0, excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0
    [hosts]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    extendedKeyUsage = serverAuth
    subjectKeyIdentifier = hash
    authorityKeyIdentifier = keyid
    subjectAltName = %s
    """
        .formatted(each(credentials, "permitted;DNS:"), each(credentials, "DNS:"));
  }

  private static String each(Credentials credentials, String before) {
    return credentials.hosts().stream()
        .map(host -> before + host)
        .collect(Collectors.joining(", "));
  }
}
