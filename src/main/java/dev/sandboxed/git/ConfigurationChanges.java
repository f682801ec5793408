package dev.sandboxed.git;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  /** One variable, in characters that mean nothing to a shell, except for an asterisk. */
  record Harmless(String key, String value, boolean added) {

    /** The arguments of {@code git config}. */
    String words() {
      // Files of the project may match it.
      String quoted = value.contains("*") ? "'" + value + "'" : value;
      return (added ? "--add " : "") + key + " " + quoted;
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
    Set<String> known = known();
    return changed().stream().flatMap(entry -> harmless(entry, known).stream()).toList();
  }

  /** The names of all others that are new, have another value or are gone. */
  List<String> others() {
    List<String> names = new ArrayList<>();
    Set<String> known = known();
    Set<String> left = keys(after, "");
    changed().stream()
        .filter(entry -> harmless(entry, known).isEmpty())
        .forEach(entry -> names.add(entry.key()));
    before.entries().stream()
        .map(GitConfig.Entry::key)
        .filter(key -> !left.contains(key))
        .forEach(key -> names.add(key + " (removed)"));
    return names.stream().distinct().toList();
  }

  private List<GitConfig.Entry> changed() {
    Set<GitConfig.Entry> old = new HashSet<>(before.entries());
    return after.entries().stream().filter(entry -> !old.contains(entry)).distinct().toList();
  }

  /** The addresses of the person's remotes, and of the submodules that the project names. */
  private Set<String> known() {
    Set<String> keys = keys(before, "remote.");
    keys.addAll(keys(modules, "submodule."));
    return keys;
  }

  // An agent can write hundreds of thousands of them, so they are not searched one by one.
  private static Set<String> keys(GitConfig config, String beginning) {
    return config.entries().stream()
        .map(GitConfig.Entry::key)
        .filter(key -> key.startsWith(beginning))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Optional<Harmless> harmless(GitConfig.Entry entry, Set<String> known) {
    String key = entry.key();
    String value = entry.value();
    boolean harmless =
        (matches(FOLLOWED, key).isPresent() && (value.equals(".") || isRemote(value, known)))
            || (matches(MERGED, key).isPresent() && BRANCH.matcher(value).matches())
            || matches(FETCHED, key).filter(remote -> isRefspec(remote, value, known)).isPresent()
            || matches(MODULE_URL, key)
                .filter(module -> isAddress(module, value, known))
                .isPresent()
            || (matches(MODULE_ACTIVE, key).filter(module -> isModule(module, known)).isPresent()
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
  private static boolean isRemote(String name, Set<String> known) {
    return name.matches(NAME) && known.contains("remote." + name + ".url");
  }

  /** It writes nothing except what is known of that remote. */
  private static boolean isRefspec(String remote, String value, Set<String> known) {
    return isRemote(remote, known)
        && value.matches(
            "\\+?refs/heads/("
                + NAME
                + "|\\*):refs/remotes/"
                + Pattern.quote(remote)
                + "/("
                + NAME
                + "|\\*)");
  }

  private static boolean isAddress(String module, String value, Set<String> known) {
    return isModule(module, known) && ADDRESS.matcher(value).matches();
  }

  private static boolean isModule(String module, Set<String> known) {
    return known.contains("submodule." + module + ".url");
  }
}
