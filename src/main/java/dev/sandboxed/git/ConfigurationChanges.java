package dev.sandboxed.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sandbox's own configuration of git says that the person's does not. An agent wrote it, so
 * only a few kinds are harmless: where a branch of a remote that the person has is followed, and
 * the address of a submodule, if it is one of the internet.
 *
 * @param before the person's
 * @param after the sandbox's
 * @param modules the project's {@code .gitmodules}
 */
record ConfigurationChanges(GitConfig before, GitConfig after, GitConfig modules) {

  /** One variable, in characters that mean nothing to a shell. */
  record Harmless(String key, String value, boolean added) {

    /** The arguments of {@code git config}. */
    String words() {
      return (added ? "--add " : "") + key + " " + value;
    }
  }

  // A name of a branch, a remote or a submodule: it starts with no dash, and no shell obeys it.
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._/@+-]*";

  private static final Pattern FOLLOWED = Pattern.compile("branch\\.(" + NAME + ")\\.remote");
  private static final Pattern MERGED = Pattern.compile("branch\\.(" + NAME + ")\\.merge");
  private static final Pattern BRANCH = Pattern.compile("refs/heads/" + NAME);
  private static final Pattern FETCHED = Pattern.compile("remote\\.(" + NAME + ")\\.fetch");
  private static final Pattern MODULE_URL = Pattern.compile("submodule\\.(" + NAME + ")\\.url");
  private static final Pattern MODULE_ACTIVE =
      Pattern.compile("submodule\\.(" + NAME + ")\\.active");

  // No path of this machine, and no transport that runs a program.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(https|ssh|git)://[A-Za-z0-9][A-Za-z0-9._/@:+~-]*"
              + "|[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9._/+~][A-Za-z0-9._/+~-]*");

  /** What can be taken over. */
  List<Harmless> harmless() {
    return changed().stream().flatMap(entry -> harmless(entry).stream()).toList();
  }

  /** The names of all others that are new, have another value or are gone. */
  List<String> others() {
    List<String> names = new ArrayList<>();
    changed().stream()
        .filter(entry -> harmless(entry).isEmpty())
        .forEach(entry -> names.add(entry.key()));
    before.entries().stream()
        .map(GitConfig.Entry::key)
        .filter(key -> after.last(key).isEmpty())
        .forEach(key -> names.add(key + " (removed)"));
    return names.stream().distinct().toList();
  }

  private List<GitConfig.Entry> changed() {
    return after.entries().stream()
        .filter(entry -> !before.entries().contains(entry))
        .distinct()
        .toList();
  }

  private Optional<Harmless> harmless(GitConfig.Entry entry) {
    String key = entry.key();
    String value = entry.value();
    boolean harmless =
        (matches(FOLLOWED, key).isPresent() && (value.equals(".") || isRemote(value)))
            || (matches(MERGED, key).isPresent() && BRANCH.matcher(value).matches())
            || matches(FETCHED, key).filter(remote -> isRefspec(remote, value)).isPresent()
            || matches(MODULE_URL, key).filter(module -> isAddress(module, value)).isPresent()
            || (matches(MODULE_ACTIVE, key).filter(this::isModule).isPresent()
                && value.equals("true"));
    return harmless
        ? Optional.of(new Harmless(key, value, matches(FETCHED, key).isPresent()))
        : Optional.empty();
  }

  private static Optional<String> matches(Pattern pattern, String key) {
    Matcher matcher = pattern.matcher(key);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A name, never an address: git takes either for a branch's remote. */
  private boolean isRemote(String name) {
    return name.matches(NAME) && before.last("remote." + name + ".url").isPresent();
  }

  /** It writes nothing except what is known of that remote. */
  private boolean isRefspec(String remote, String value) {
    return isRemote(remote)
        && value.matches(
            "\\+?refs/heads/("
                + NAME
                + "|\\*):refs/remotes/"
                + Pattern.quote(remote)
                + "/("
                + NAME
                + "|\\*)");
  }

  private boolean isAddress(String module, String value) {
    return isModule(module) && ADDRESS.matcher(value).matches();
  }

  private boolean isModule(String module) {
    return modules.last("submodule." + module + ".url").isPresent();
  }
}
