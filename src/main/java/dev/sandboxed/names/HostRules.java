package dev.sandboxed.names;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which hosts a sandbox reaches. What nothing allows is refused; with no rule at all, that is
 * everything.
 *
 * @param deny these win, whatever allows the same
 * @param any why every name is allowed at the ports of HTTPS and HTTP; empty where only rules allow
 *     one
 */
public record HostRules(
    List<Located<HostPattern>> allow, List<Located<HostPattern>> deny, Optional<Origin> any) {

  // Of several that fit, the one that says most about the name.
  private static final Comparator<Located<HostPattern>> CLOSEST =
      Comparator.<Located<HostPattern>, Boolean>comparing(rule -> rule.value().below())
          .thenComparingInt(rule -> -rule.value().name().text().length())
          .thenComparing(rule -> rule.value().port().isEmpty());

  public HostRules {
    allow = allow.stream().distinct().sorted(CLOSEST).toList();
    deny = deny.stream().distinct().sorted(CLOSEST).toList();
  }

  /** Rules that allow only what they name. */
  public HostRules(List<Located<HostPattern>> allow, List<Located<HostPattern>> deny) {
    this(allow, deny, Optional.empty());
  }

  /**
   * What is decided about one name at one port.
   *
   * @param rule the rule that decides; if none does, it is refused unless any name is allowed
   */
  public record Verdict(boolean allowed, Optional<Located<HostPattern>> rule) {}

  /** Decides about a name as a program says it, byte for byte. */
  public Verdict decide(String said, int port) {
    return HostName.isOne(said)
        ? decide(new HostName(said), port)
        : new Verdict(false, Optional.empty());
  }

  /** Decides about a name. */
  public Verdict decide(HostName name, int port) {
    Optional<Located<HostPattern>> closed = first(deny, rule -> rule.closes(name, port));
    if (closed.isPresent()) {
      return new Verdict(false, closed);
    }
    Optional<Located<HostPattern>> opened = first(allow, rule -> rule.opens(name, port));
    boolean recorded = any.isPresent() && Channel.of(port) != Channel.STREAM;
    return new Verdict(opened.isPresent() || recorded, opened);
  }

  /** Whether a name is allowed at some port. */
  boolean allowsSome(HostName name) {
    return ports().anyMatch(port -> decide(name, port).allowed());
  }

  /** The names at ports where nothing else tells which one is meant, in order. */
  List<HostName> streams() {
    return allow.stream()
        .map(Located::value)
        .filter(rule -> rule.port().map(Channel::of).equals(Optional.of(Channel.STREAM)))
        .map(HostPattern::name)
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<Integer> ports() {
    return Stream.concat(
        Stream.of(Channel.HTTPS_PORT, Channel.HTTP_PORT),
        allow.stream().flatMap(rule -> rule.value().port().stream()));
  }

  private static Optional<Located<HostPattern>> first(
      List<Located<HostPattern>> rules, Predicate<HostPattern> fits) {
    return rules.stream().filter(rule -> fits.test(rule.value())).findFirst();
  }
}
