package dev.sandboxed.nix.store;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path directly below the Nix store, for example {@code /nix/store/HASH-name}.
 *
 * @param path always {@code /nix/store/} and one component
 */
public record StorePath(String path) implements Comparable<StorePath> {

  /** The store's place. Nix can be built with another one, but its caches only serve this one. */
  public static final String STORE = "/nix/store";

  // A hash is 32 characters of Nix's base 32, which leaves out e, o, t and u; the name's characters
  // are those of Nix's checkName().
  private static final Pattern PATTERN =
      Pattern.compile("/nix/store/[0-9abcdfghijklmnpqrsvwxyz]{32}-[0-9a-zA-Z+\\-._?=]+");

  public StorePath {
    if (!PATTERN.matcher(path).matches()) {
      throw new IllegalArgumentException("not a store path: " + path);
    }
  }

  /** {@code path} itself, if it is a store path. */
  public static Optional<StorePath> of(String path) {
    return PATTERN.matcher(path).matches() ? Optional.of(new StorePath(path)) : Optional.empty();
  }

  /** The store path that {@code path} is or lies in; empty if it is not in the store. */
  public static Optional<StorePath> containing(String path) {
    Matcher matcher = PATTERN.matcher(path);
    return matcher.lookingAt()
            && (matcher.end() == path.length() || path.charAt(matcher.end()) == '/')
        ? Optional.of(new StorePath(matcher.group()))
        : Optional.empty();
  }

  /** All store paths that {@code text} names anywhere, in order of their hashes. */
  public static SortedSet<StorePath> namedIn(String text) {
    SortedSet<StorePath> found = new TreeSet<>();
    Matcher matcher = PATTERN.matcher(text);
    while (matcher.find()) {
      found.add(new StorePath(matcher.group()));
    }
    return found;
  }

  @Override
  public int compareTo(StorePath other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
