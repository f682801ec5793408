package dev.sandboxed.toml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a piece of text must be. No text may hold a NUL: no path, variable or argument can carry
 * one.
 *
 * @param code the last part of the problem's code
 * @param allowsEmpty whether an empty text is allowed
 * @param regex what every text that obeys the rule matches as a whole. Its syntax is one that
 *     JavaScript shares, because editors get it too
 * @param holds whether a text that is not empty obeys the rule; the regex may allow more
 * @param objection what a message says about a text that does not, after the text itself
 * @param hint what to write instead
 */
public record TextRule(
    String code,
    boolean allowsEmpty,
    String regex,
    Predicate<String> holds,
    String objection,
    String hint) {

  public static final TextRule ANY =
      new TextRule("bad-text", true, "[^\\u0000]*", text -> true, "", "");

  /** A text that people see in lists and audits. */
  public static final TextRule ONE_LINE =
      new TextRule(
          "bad-text",
          true,
          "[^\\u0000-\\u001f\\u007f-\\u009f]*",
          text -> text.chars().noneMatch(Character::isISOControl),
          "is not one line of text",
          "leave out line breaks, tabs and other control characters");

  public static final TextRule NOT_EMPTY =
      new TextRule("bad-text", false, "[^\\u0000]+", text -> true, "", "");

  /** A path that may hold {@code *}, {@code ?} and {@code **}. */
  public static final TextRule PATTERN =
      new TextRule("bad-path", false, "[^\\u0000]+", text -> true, "", "");

  /** A regular expression of Java that says with groups what it is about. */
  public static final TextRule MASK =
      new TextRule(
          "bad-mask",
          false,
          "[^\\u0000]*\\([^\\u0000]*",
          TextRule::hasGroup,
          "is not a regular expression with a group",
          "put what is to be replaced in parentheses: _authToken=(.*)");

  /** The name of a file, without the directories that lead there. */
  public static final TextRule NAME_PATTERN =
      matching(
          "bad-name",
          "[^/\\u0000]+",
          "is not the name of a file",
          "write a name without slashes; * and ? match within it");

  public static final TextRule ABSOLUTE_PATTERN =
      matching(
          "bad-path",
          "/(?!([^\\u0000]*/)?\\.\\.(/|$))[^\\u0000]+",
          "is not an absolute path",
          "start it with / and leave out ..; it may hold * and ?");

  public static final TextRule PROFILE_NAME =
      matching(
          "bad-name",
          "[a-z0-9][a-z0-9_-]{0,63}",
          "is not a name of a profile or an agent",
          "a name is made of a-z, 0-9, - and _, at most 64 of them; NAME is read from NAME.toml");

  public static final TextRule PATH =
      matching(
          "bad-path",
          "[^*?\\u0000]+",
          "is a pattern; only deny and protect take patterns",
          "name the file, or the directory that holds what the pattern would match");

  public static final TextRule HOME_PATH =
      matching(
          "bad-path",
          "(~/|/|\\$)[^*?\\u0000]+",
          "is not a place in the sandbox",
          "start it with ~/, / or a variable such as $XDG_CONFIG_HOME/");

  /** The same, where each name may hold one {@code *}. */
  public static final TextRule HOME_PATTERN =
      matching(
          "bad-path",
          "(~|\\$[^/*?\\u0000]+)?(/[^/*?\\u0000]*(\\*[^/*?\\u0000]*)?)+",
          "is not a place in the sandbox",
          "start it with ~/, / or a variable such as $XDG_CONFIG_HOME/; each name may hold one *");

  public static final TextRule RELATIVE_PATH =
      matching(
          "bad-path",
          "(?![/~])(?!([^\\u0000]*/)?\\.\\.(/|$))[^\\u0000]+",
          "is not a path below its directory",
          "write it relative to the directory, without .. in it");

  public static final TextRule JSON_POINTER =
      matching(
          "bad-pointer",
          "(/([^/~\\u0000]|~[01])*)+",
          "is not a JSON pointer",
          "write the keys from the top, each after a slash: /account/expires");

  public static final TextRule JSON_OBJECT =
      new TextRule(
          "bad-json",
          false,
          "[ \\t\\r\\n]*\\{[^\\u0000]*\\}[ \\t\\r\\n]*",
          TextRule::isJsonObject,
          "is not a JSON object",
          "write one such as '{\"answered\": true}'");

  public static final TextRule VARIABLE =
      matching(
          "bad-variable",
          "[A-Za-z_][A-Za-z0-9_]*",
          "is not the name of a variable",
          "a name is made of letters, digits and _, and does not start with a digit");

  public static final TextRule VARIABLE_GLOB =
      matching(
          "bad-variable",
          "[A-Za-z_*?][A-Za-z0-9_*?]*",
          "is not the name of a variable",
          "a name is made of letters, digits and _, and may hold * and ?; values belong in set");

  /** An installable, never an option of Nix in disguise. */
  public static final TextRule INSTALLABLE =
      matching(
          "bad-installable",
          "[^-\\u0000][^\\u0000]*",
          "is not an installable",
          "write one as for `nix build`, for example nixpkgs#jq");

  // The characters npm allows in the names of new packages, and never an option of npm in disguise.
  public static final TextRule NPM_PACKAGE =
      matching(
          "bad-package",
          "(@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~]([a-z0-9._~-]|\\{arch\\})*",
          "is not the name of an npm package",
          "");

  // Without a build after a +, which npm leaves out: two versions that are the same one to npm
  // would have two names.
  public static final TextRule EXACT_VERSION =
      matching(
          "bad-version",
          "[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?",
          "is not an exact version",
          "write one such as 1.2.3: what is installed must not change by itself");

  /** A hash as npm and its registry write it. */
  public static final TextRule INTEGRITY =
      matching(
          "bad-integrity",
          "sha512-[0-9A-Za-z+/]{86}==",
          "is not a SHA-512 as npm writes it",
          "npm view PACKAGE@VERSION dist.integrity shows the registry's");

  private static boolean hasGroup(String regex) {
    try {
      return Pattern.compile(regex).matcher("").groupCount() > 0;
    } catch (PatternSyntaxException mistake) {
      return false;
    }
  }

  private static boolean isJsonObject(String text) {
    try {
      return Json.MAPPER.readTree(text).isObject();
    } catch (JacksonException notJson) {
      return false;
    }
  }

  /** Apart, because it takes a tenth of a launch to make, and few profiles have such a text. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  private static TextRule matching(String code, String regex, String objection, String hint) {
    Pattern pattern = Pattern.compile(regex);
    return new TextRule(
        code, false, regex, text -> pattern.matcher(text).matches(), objection, hint);
  }
}
