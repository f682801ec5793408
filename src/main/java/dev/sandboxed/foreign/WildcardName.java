package dev.sandboxed.foreign;

/** Compares a name with a pattern of one name. */
final class WildcardName {

  private WildcardName() {}

  /**
   * Whether {@code *} and {@code ?} can stand for what is there. It takes time in proportion to
   * both lengths at most, whatever the pattern is.
   */
  static boolean matches(String pattern, String name) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int inName = 0;
    while (inName < name.length()) {
      char wanted = at < pattern.length() ? pattern.charAt(at) : '\0';
      if (wanted == '*') {
        star = at++;
        resume = inName;
      } else if (at < pattern.length() && (wanted == '?' || wanted == name.charAt(inName))) {
        at++;
        inName++;
      } else if (star >= 0) {
        at = star + 1;
        inName = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(rest -> rest == '*');
  }
}
