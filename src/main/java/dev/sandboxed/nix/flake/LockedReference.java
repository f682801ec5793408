package dev.sandboxed.nix.flake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandboxed.problem.Quoted;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an input comes from, as a lock or a flake states it. What is not known to come from another
 * machine is refused.
 */
sealed interface LockedReference {

  /**
   * From another machine.
   *
   * @param source where it comes from, for people to read; for a forge, without the revision
   */
  record Remote(String source) implements LockedReference {}

  /** From a path relative to the flake that names it, which is still to be judged. */
  record Inside(String path) implements LockedReference {}

  /** From this machine, or from an unknown place; {@code what} says so in words. */
  record Refused(String what) implements LockedReference {}

  /** What to do about a refused one. */
  String REMEDY =
      "What a dev shell is made of must lie in the project, or be fetched from another machine. Move"
          + " it into the project and name it like path:./sub, or publish it.";

  /** Hosts whose archives Nix fetches by HTTPS. */
  Set<String> FORGES = Set.of("github", "gitlab", "sourcehut");

  /** Without parameters, which can name another host. */
  Pattern OF_FORGE = Pattern.compile("[^:]*:(?<owner>[^/?#]+)/(?<repo>[^/?#]+)(/[^?#]*)?");

  /** The prefix of a name that one of the person's registries resolves. */
  String REGISTRY = "flake:";

  Set<String> REMOTE_SCHEMES = Set.of("http", "https", "ssh", "git");

  /**
   * The reference in a lock.
   *
   * @param original whether it is what the person wrote, which may be a registry name
   */
  static LockedReference of(JsonNode reference, boolean original) {
    String type = reference.path("type").asText();
    if (FORGES.contains(type)) {
      return new Remote(
          forge(
              type,
              reference.path("owner").asText(),
              reference.path("repo").asText(),
              reference.path("host").asText()));
    }
    return switch (type) {
      case "path" -> path(reference.path("path").asText());
      case "git", "hg", "tarball", "file" -> url(type, reference.path("url").asText());
      case "indirect" ->
          original
              ? new Remote(REGISTRY + reference.path("id").asText())
              : new Refused("a registry name that is not locked");
      default -> new Refused("of the unknown type " + Quoted.of(type));
    };
  }

  /** The reference in the words of a flake, for example {@code github:owner/repository}. */
  static LockedReference of(String words) {
    int colon = words.indexOf(':');
    String scheme = colon < 0 ? "" : words.substring(0, colon).toLowerCase(Locale.ROOT);
    if (FORGES.contains(scheme)) {
      Matcher parts = OF_FORGE.matcher(words);
      return new Remote(
          parts.matches() ? forge(scheme, parts.group("owner"), parts.group("repo"), "") : words);
    }
    if (scheme.equals("flake")) {
      return new Remote(words);
    }
    if (scheme.equals("path")) {
      return path(words.substring(colon + 1).replaceFirst("[?#].*", ""));
    }
    if (scheme.isEmpty()) {
      return words.startsWith("/") || words.startsWith(".")
          ? path(words.replaceFirst("[?#].*", ""))
          : new Remote(REGISTRY + words);
    }
    return url("URL", words);
  }

  private static String forge(String type, String owner, String repository, String host) {
    return "%s:%s/%s%s".formatted(type, owner, repository, host.isEmpty() ? "" : " at " + host);
  }

  private static LockedReference path(String path) {
    return path.startsWith("/")
        ? new Refused("the path " + Quoted.of(path) + ", outside the project")
        : new Inside(path);
  }

  private static LockedReference url(String type, String url) {
    int end = url.indexOf("://");
    String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
    String transport = scheme.substring(scheme.indexOf('+') + 1);
    boolean hasHost = end >= 0 && end + 3 < url.length() && url.charAt(end + 3) != '/';
    return REMOTE_SCHEMES.contains(transport) && hasHost
        ? new Remote(url)
        : new Refused("the %s %s, which is not on another machine".formatted(type, Quoted.of(url)));
  }
}
