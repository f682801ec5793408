package dev.sandboxed.learn;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Words of an agent that may stand in a profile. Whatever could end a text or a line of TOML, start
 * a comment, mean something in a path of a profile, or look like something else on a terminal is in
 * none of them.
 */
final class Words {

  private static final int LONGEST = 300;

  // Letters of every script, but no mark that joins them, and no other invisible character, of
  // which Unicode takes four of the Korean script for letters.
  private static final Pattern PATH =
      Pattern.compile(
          "(?!.*[\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}])"
              + "(/[\\p{L}\\p{Nd}._+@=,:%()&!~-](?:[\\p{L}\\p{Nd} ._+@=,:%()&!~-]*[\\p{L}\\p{Nd}._+@=,:%()&!~-])?)+");

  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,15}");

  private Words() {}

  /** Whether a path can be written down as it is: absolute, and with its dots resolved. */
  static boolean isPlain(String path) {
    return path.length() <= LONGEST
        && PATH.matcher(path).matches()
        && Path.of(path).normalize().toString().equals(path);
  }

  /** A program's name, or that it has a strange one. */
  static String program(String name) {
    return PROGRAM.matcher(name).matches() ? name : "a program with an odd name";
  }

  /** A path as a profile says it. */
  static String written(Path path, Path home) {
    return path.startsWith(home) && !path.equals(home)
        ? "~/" + home.relativize(path)
        : path.toString();
  }

  /** How often something was done. */
  static String times(long times) {
    return times == 1 ? "once" : times + " times";
  }
}
