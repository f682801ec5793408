package dev.sandboxed.nix.flake;

import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.regex.Matcher;

/**
 * What people write to name a flake's output, for example {@code .#default} or {@code
 * github:owner/repository#tool}, sorted by where the flake is. The rules are those of Nix's
 * parseFlakeRef(). Words that two versions of Nix read differently are harmless: a flake taken for
 * a remote one is evaluated without this machine's files, and one taken for a local one without the
 * network.
 */
public sealed interface Installable {

  /**
   * A flake in a directory on this machine.
   *
   * @param directory absolute and without dots; whether it exists has not been checked
   * @param attribute what follows the {@code #}, decoded; empty for the default
   */
  record Local(Path directory, String attribute) implements Installable {}

  /** A flake that is fetched, or looked up in a registry; {@code words} is all that was written. */
  record Remote(String words) implements Installable {}

  /**
   * Sorts what a person wrote.
   *
   * @param base what relative paths start from
   * @throws UserFailure if it names a local flake in a way that would let git or a lock file decide
   *     what is read
   */
  static Installable of(String words, Path base) {
    int hash = words.indexOf('#');
    String reference = hash < 0 ? words : words.substring(0, hash);
    String attribute = hash < 0 ? "" : words.substring(hash + 1);
    Matcher url = InstallableWords.URL.matcher(reference);
    if (url.lookingAt()) {
      String scheme = url.group(1);
      if (scheme.equals("path")) {
        return InstallableWords.local(words, reference.substring(url.end()), attribute, base);
      }
      if (InstallableWords.isOfThisMachine(scheme, reference.substring(url.end()))) {
        throw InstallableWords.refused(
            words,
            "%s: would have another program read the directory".formatted(scheme),
            "Write the directory's path instead, for example ./sub#name or /home/me/flake#name.");
      }
      return new Remote(words);
    }
    return InstallableWords.REGISTRY.matcher(reference).matches()
        ? new Remote(words)
        : InstallableWords.local(words, reference, attribute, base);
  }
}
