package dev.sandboxed.denials;

import dev.sandboxed.names.HostName;
import dev.sandboxed.names.HostPattern;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that a session was refused, the same thing once. An agent can try as many things as it
 * likes, so of those behind the first ten thousand only the number is known.
 */
public final class Denials {

  // A few megabytes of names, and far more than anybody reads.
  private static final int MOST = 10_000;

  /**
   * One thing that was refused.
   *
   * @param refusal the last time
   * @param first when that was for the first time
   */
  public record Denied(Refusal refusal, long times, String first) {

    private Denied again(Refusal later) {
      return new Denied(later, times + 1, first);
    }
  }

  private final Map<String, Denied> all = new LinkedHashMap<>();
  private long others;

  /** Adds one. */
  public void add(Refusal refusal) {
    String key = refusal.sameness();
    Denied before = all.get(key);
    if (before != null) {
      all.put(key, before.again(refusal));
    } else if (all.size() < MOST) {
      all.put(key, new Denied(refusal, 1, refusal.time()));
    } else {
      others++;
    }
  }

  /** How many more there were, some of them the same. */
  public long others() {
    return others;
  }

  /**
   * In the order in which they were tried first; behind those the names that were only asked for.
   *
   * @param granted the hosts that are allowed meanwhile: DNS goes on to answer as before
   */
  public List<Denied> list(Collection<String> granted) {
    Set<String> connected =
        all.values().stream()
            .map(Denied::refusal)
            .filter(refusal -> !refusal.kind().equals(Refusal.QUESTION))
            .map(Refusal::name)
            .collect(Collectors.toSet());
    return all.values().stream()
        .filter(one ->
            !one.refusal().kind().equals(Refusal.QUESTION)
                || !(connected.contains(one.refusal().name())
                    || isGranted(one.refusal().name(), granted)))
        .sorted((one, other) ->
            Boolean.compare(
                one.refusal().kind().equals(Refusal.QUESTION),
                other.refusal().kind().equals(Refusal.QUESTION)))
        .toList();
  }

  /** By one name, or by a wildcard above it. */
  private static boolean isGranted(String name, Collection<String> granted) {
    return HostName.isOne(name)
        && granted.stream()
            .flatMap(host -> HostPattern.parse(host).stream())
            .anyMatch(host -> host.matches(new HostName(name)));
  }
}
