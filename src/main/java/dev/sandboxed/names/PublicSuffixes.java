package dev.sandboxed.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The domains in which anybody can get a name: those of registries such as {@code co.uk}, and those
 * of companies such as {@code github.io} (publicsuffix.org). The build takes the list out of a jar
 * that is pinned.
 */
public final class PublicSuffixes {

  private static final String LIST = "/org/publicsuffix/list/effective_tld_names.dat";

  // publicsuffix.org/list: a line is a rule up to its first space.
  private static final String COMMENT = "//";
  private static final String ANY_LABEL = "*.";
  private static final String EXCEPT = "!";

  private final Set<String> suffixes = new HashSet<>();
  private final Set<String> aboveSuffixes = new HashSet<>();
  private final Set<String> exceptions = new HashSet<>();

  private PublicSuffixes(List<String> lines) {
    lines.stream()
        .map(line -> line.strip().split("\\s", 2)[0])
        .filter(rule -> !rule.isEmpty() && !rule.startsWith(COMMENT))
        .forEach(this::add);
  }

  private void add(String rule) {
    if (rule.startsWith(EXCEPT)) {
      exceptions.add(ascii(rule.substring(EXCEPT.length())));
    } else if (rule.startsWith(ANY_LABEL)) {
      aboveSuffixes.add(ascii(rule.substring(ANY_LABEL.length())));
    } else {
      suffixes.add(ascii(rule));
    }
  }

  private static String ascii(String rule) {
    return IDN.toASCII(rule, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
  }

  /** The list that came with the build. */
  public static PublicSuffixes known() {
    try (InputStream list = PublicSuffixes.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException("this build lacks " + LIST);
      }
      return new PublicSuffixes(
          new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The domain that somebody has registered and a name is in: the longest public suffix it ends
   * with, and one label more. Empty for a name that is a suffix itself.
   */
  public Optional<String> registered(HostName name) {
    String domain = name.text();
    String registered = "";
    // From the longest end to the shortest: the first that is a suffix is the longest.
    for (String end = domain; !end.isEmpty(); end = parent(end)) {
      if (isSuffix(end)) {
        return registered.isEmpty() ? Optional.empty() : Optional.of(registered);
      }
      registered = end;
    }
    // Of a domain that the list does not know, the last label is the suffix.
    String[] labels = domain.split("\\.", -1);
    return Optional.of(labels[labels.length - 2] + "." + labels[labels.length - 1]);
  }

  private boolean isSuffix(String name) {
    return !exceptions.contains(name)
        && (suffixes.contains(name) || aboveSuffixes.contains(parent(name)));
  }

  private static String parent(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /**
   * The public suffix that everything in a domain would include: the domain itself, or one in it.
   */
  public Optional<String> within(HostName domain) {
    String name = domain.text();
    String parent = name.substring(name.indexOf('.') + 1);
    boolean itself =
        suffixes.contains(name)
            || aboveSuffixes.contains(name)
            || (aboveSuffixes.contains(parent) && !exceptions.contains(name));
    if (itself) {
      return Optional.of(name);
    }
    String end = "." + name;
    return suffixes.stream()
        .filter(suffix -> suffix.endsWith(end))
        .sorted()
        .findFirst()
        .or(() ->
            aboveSuffixes.stream().filter(suffix -> suffix.endsWith(end)).sorted().findFirst());
  }
}
