package dev.sandboxed.host.survey;

import dev.sandboxed.files.Inquiry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells a file of certificates from one that may hold a key. Each line has to be one that such a
 * file has, so there is no room for anything else.
 */
final class Certificates {

  // The bundle of Mozilla, which pip and others bring along, has a quarter of this.
  private static final int LARGEST = 1 << 20;

  private static final List<String> KINDS =
      List.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CRL", "PUBLIC KEY");

  private static final Pattern CONTENT = Pattern.compile("[A-Za-z0-9+/]{1,76}={0,2}");

  // What certifi writes before each certificate.
  private static final Pattern REMARK =
      Pattern.compile("# (Issuer|Subject|Label|Serial|(MD5|SHA1|SHA256) Fingerprint): .*");

  private Certificates() {}

  /** Whether a file is made of certificates alone. */
  static boolean only(Inquiry inquiry, Path file) {
    try {
      byte[] bytes = inquiry.beginning(file, LARGEST + 1, LinkOption.NOFOLLOW_LINKS);
      return bytes.length <= LARGEST && only(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException closed) {
      return false;
    }
  }

  private static boolean only(String text) {
    String open = "";
    int blocks = 0;
    for (String line : text.lines().toList()) {
      if (open.isEmpty()) {
        open = begun(line);
        if (open.isEmpty() && !line.isBlank() && !REMARK.matcher(line).matches()) {
          return false;
        }
      } else if (line.stripTrailing().equals("-----END " + open + "-----")) {
        open = "";
        blocks++;
      } else if (!CONTENT.matcher(line.stripTrailing()).matches()) {
        return false;
      }
    }
    return open.isEmpty() && blocks > 0;
  }

  private static String begun(String line) {
    return KINDS.stream()
        .filter(kind -> line.stripTrailing().equals("-----BEGIN " + kind + "-----"))
        .findFirst()
        .orElse("");
  }
}
