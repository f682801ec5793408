package dev.sandboxed.foreign;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of Claude Code's {@code permissions}, such as {@code Read(./secrets/**)}.
 *
 * @param inside what is in the parentheses; empty for a whole tool
 */
record PermissionRule(String tool, Optional<String> inside) {

  private static final Pattern FORM =
      Pattern.compile("(?<tool>[A-Za-z0-9_*.:-]+)(?:\\((?<inside>.*)\\))?", Pattern.DOTALL);

  private static final String DOMAIN = "domain:";

  // As gitignore has it, a backslash takes the meaning from what follows.
  private static final Pattern ESCAPED = Pattern.compile("\\\\.", Pattern.DOTALL);

  static Optional<PermissionRule> parse(String written) {
    Matcher matcher = FORM.matcher(written);
    return matcher.matches()
        ? Optional.of(
            new PermissionRule(
                matcher.group("tool"),
                Optional.ofNullable(matcher.group("inside")).filter(text -> !text.isEmpty())))
        : Optional.empty();
  }

  boolean reads() {
    return tool.equals("Read") || tool.equals("Glob") || tool.equals("Grep");
  }

  boolean edits() {
    return tool.equals("Edit")
        || tool.equals("Write")
        || tool.equals("MultiEdit")
        || tool.equals("NotebookEdit");
  }

  /** The host of a rule about fetching. */
  Optional<String> domain() {
    return tool.equals("WebFetch")
        ? inside
            .filter(text -> text.startsWith(DOMAIN))
            .map(text -> text.substring(DOMAIN.length()))
        : Optional.empty();
  }

  /** Whether it is about every file there is. */
  boolean everyFile() {
    return inside.isEmpty() || inside.get().matches("(?:\\./|/)?\\*\\*?(?:/\\*\\*?)?");
  }

  /**
   * What it is about, as gitignore has it: a name without a slash is meant at any depth, and {@code
   * /} is where the settings belong, {@code //} the machine's root.
   *
   * @param root where settings of this file belong
   * @return empty for an exception, which begins with an exclamation mark
   */
  Optional<ForeignPath> path(ForeignRoot root) {
    String written = ESCAPED.matcher(inside.orElse("")).replaceAll("?");
    if (written.startsWith("!") || written.isEmpty()) {
      return Optional.empty();
    }
    if (written.startsWith("//")) {
      return Optional.of(ForeignPath.parse(written.substring(1)));
    }
    if (written.startsWith("/")) {
      return Optional.of(ForeignPath.parse(root.resolve(written.substring(1))));
    }
    String name = written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
    boolean anywhere = !name.contains("/") && !name.equals("~") && !name.equals(".");
    return Optional.of(ForeignPath.parse(anywhere ? "**/" + name : written));
  }
}
