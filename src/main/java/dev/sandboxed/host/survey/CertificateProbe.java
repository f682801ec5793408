package dev.sandboxed.host.survey;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.host.survey.CertificateFile.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the certificates that variables of the environment name. */
public final class CertificateProbe {

  // What each program calls the variable in its documentation.
  private static final List<String> VARIABLES =
      List.of(
          "AWS_CA_BUNDLE",
          "CARGO_HTTP_CAINFO",
          "CURL_CA_BUNDLE",
          "DENO_CERT",
          "GIT_SSL_CAINFO",
          "GIT_SSL_CAPATH",
          "NODE_EXTRA_CA_CERTS",
          "NPM_CONFIG_CAFILE",
          "PIP_CERT",
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_DIR",
          "SSL_CERT_FILE",
          "npm_config_cafile");

  // Directories; SSL_CERT_DIR may hold several, split at colons.
  private static final String LIST = "SSL_CERT_DIR";

  // Mozilla's whole list is 220 kB.
  private static final int LARGEST = 4 << 20;

  private static final int MOST_FILES = 500;

  // RFC 7468 and, for "TRUSTED", OpenSSL.
  private static final Pattern LABEL = Pattern.compile("-----BEGIN ([^\r\n]*?)-----");
  private static final Pattern HARMLESS = Pattern.compile("(TRUSTED |X509 )?CERTIFICATE|X509 CRL");

  private final Inquiry inquiry;

  private CertificateProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * What the variables of the environment name. Only absolute paths work wherever one is.
   *
   * @param shown what every sandbox shows: nobody looks into that, because hundreds of files are
   *     there
   */
  public static List<CertificateFile> look(Inquiry inquiry, List<Path> shown) {
    CertificateProbe probe = new CertificateProbe(inquiry);
    List<CertificateFile> files = new ArrayList<>();
    for (String variable : VARIABLES) {
      String value = inquiry.variable(variable).orElse("");
      for (String path : variable.equals(LIST) ? value.split(":", -1) : new String[] {value}) {
        if (path.startsWith("/") && path.indexOf('\0') < 0) {
          Path normal = Path.of(path).normalize();
          boolean known = shown.stream().anyMatch(normal::startsWith) && inquiry.exists(normal);
          files.add(
              new CertificateFile(
                  variable, normal, known ? Content.OF_THE_SYSTEM : probe.content(normal)));
        }
      }
    }
    return files;
  }

  private Content content(Path path) {
    try {
      Entry entry = inquiry.at(path);
      return entry.isDirectory() ? ofDirectory(path) : ofFile(path);
    } catch (IOException failure) {
      return PathProbe.isMissing(failure) ? Content.MISSING : Content.OTHER;
    }
  }

  private Content ofDirectory(Path directory) throws IOException {
    Map<Path, Entry.Kind> entries = inquiry.entries(directory);
    if (entries.isEmpty() || entries.size() > MOST_FILES) {
      return Content.OTHER;
    }
    Content all = Content.CERTIFICATES;
    for (Map.Entry<Path, Entry.Kind> entry : entries.entrySet()) {
      boolean file = entry.getValue() == Entry.Kind.FILE || entry.getValue() == Entry.Kind.SYMLINK;
      Content one = file ? ofFile(entry.getKey()) : Content.OTHER;
      if (one == Content.KEY) {
        return one;
      }
      all = one == Content.CERTIFICATES ? all : Content.OTHER;
    }
    return all;
  }

  private Content ofFile(Path file) throws IOException {
    byte[] bytes = inquiry.beginning(file, LARGEST + 1);
    Matcher label = LABEL.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    boolean certificate = false;
    boolean other = bytes.length > LARGEST;
    while (label.find()) {
      if (label.group(1).contains("PRIVATE KEY")) {
        return Content.KEY;
      }
      certificate = true;
      other |= !HARMLESS.matcher(label.group(1)).matches();
    }
    return certificate && !other ? Content.CERTIFICATES : Content.OTHER;
  }
}
