package dev.sandboxed.environment;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Variable names with {@code *} and {@code ?}, as the launcher's shell matches them. */
public final class VariableGlob {

  private VariableGlob() {}

  /** Whether a glob matches the whole of a name. */
  public static boolean matches(String glob, String name) {
    String regex =
        glob.chars()
            .mapToObj(sign ->
                switch (sign) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(sign));
                })
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(name).matches();
  }

  /** Whether it is a plain name, without wildcards. */
  public static boolean isName(String glob) {
    return glob.indexOf('*') < 0 && glob.indexOf('?') < 0;
  }
}
