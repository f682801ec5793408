package dev.sandboxed.nix.flake;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of an {@link Installable}. */
final class InstallableWords {

  static final Pattern URL = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):");

  // Nix's flakeIdRegex, with a branch or a revision, or both.
  static final Pattern REGISTRY =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*(/[a-zA-Z0-9@][^/?]*){0,2}");

  private static final Set<String> OF_THIS_MACHINE = Set.of("file", "git+file", "hg+file");

  private InstallableWords() {}

  // "git:" without a host is a path, and so is "tarball+file:".
  static boolean isOfThisMachine(String scheme, String rest) {
    return OF_THIS_MACHINE.contains(scheme)
        || scheme.endsWith("+file")
        || (scheme.startsWith("git")
            && !scheme.startsWith("github")
            && !scheme.startsWith("gitlab")
            && (!rest.startsWith("//") || rest.startsWith("///")));
  }

  static Installable.Local local(String words, String reference, String attribute, Path base) {
    int mark = reference.indexOf('?');
    String path = mark < 0 ? reference : reference.substring(0, mark);
    try {
      Path directory = base.resolve(decoded(path)).normalize();
      if (mark >= 0) {
        for (String parameter : reference.substring(mark + 1).split("&", -1)) {
          directory = directory.resolve(subdirectory(words, parameter)).normalize();
        }
      }
      return new Installable.Local(directory, decoded(attribute));
    } catch (IllegalArgumentException e) { // InvalidPathException is one, too.
      throw refused(
          words, "it is not a path: " + reason(e), "Write a path, for example ./sub#name.");
    }
  }

  private static String reason(IllegalArgumentException e) {
    return e instanceof InvalidPathException invalid
        ? invalid.getReason()
        : "it has a broken %-sequence";
  }

  private static String subdirectory(String words, String parameter) {
    if (!parameter.startsWith("dir=")) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      throw refused(
          words,
          "unknown parameter %s for a directory".formatted(Quoted.of(name)),
          "Leave it out; only dir= may follow the question mark.");
    }
    return decoded(parameter.substring("dir=".length()));
  }

  // A plus sign stands for itself: this is not a web form.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static UserFailure refused(String words, String why, String hint) {
    return new UserFailure(
        Problem.of("devshell.bad-installable", "%s: %s".formatted(Quoted.of(words), why), hint));
  }
}
