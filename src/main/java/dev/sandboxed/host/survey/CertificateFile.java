package dev.sandboxed.host.survey;

import java.nio.file.Path;

/**
 * A file or directory of certificates that a variable of the environment names.
 *
 * @param path normalized, symlinks not followed
 */
public record CertificateFile(String variable, Path path, Content content) {

  /** What was found there. */
  public enum Content {
    /** A part of what every sandbox shows, such as Debian's {@code /etc/ssl/certs}. */
    OF_THE_SYSTEM,
    CERTIFICATES,
    /** Among other things, a private key. */
    KEY,
    MISSING,
    /** Something else, or nothing that could be read. */
    OTHER
  }
}
