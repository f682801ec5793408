package dev.sandboxed.learn;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Names that a secret has, or that say so. What is called like that is never proposed. */
final class SecretNames {

  private static final Pattern WHOLE =
      Pattern.compile(
          "id_[a-z0-9_-]+|\\.env|\\.env[.-].*|\\.envrc|env\\.local|.*\\.env|[._]netrc|\\.npmrc|npmrc|\\.yarnrc(\\.yml)?"
              + "|\\.pypirc|\\.pgpass|\\.my\\.cnf|\\.htpasswd|\\.s3cfg|\\.boto|\\.dockercfg|\\.dockerconfigjson|kubeconfig|auth\\.json"
              + "|.*\\.(pem|key|p8|p12|pfx|ppk|jks|keystore|keytab|kdbx|ovpn|gpg|asc|age|tfstate|tfvars|crt\\.key|rdp)"
              + "|.*_history");

  // Of tokens of a lexer there are many, but a line less costs nothing.
  private static final Pattern PART =
      Pattern.compile(
          "token|credential|secret|passw(or)?d|passphrase|apikey|api[_-]key|private[_-]?key|client[_-]secret|service[_-]?account");

  private SecretNames() {}

  /** Whether any name on the way to a place, or its own, is one. */
  static boolean isIn(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .anyMatch(component -> isOne(component.toString()));
  }

  /** Whether a file or directory of this name is taken for a secret. */
  static boolean isOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return WHOLE.matcher(lower).matches() || PART.matcher(lower).find();
  }
}
