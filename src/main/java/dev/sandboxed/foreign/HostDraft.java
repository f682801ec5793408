package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.problem.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The network of a draft: hosts that are allowed, hosts that are denied, and the tier. */
final class HostDraft {

  private static final Pattern PORT = Pattern.compile("(?<host>[^:]+):(?<port>[1-9][0-9]{0,4})");

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private record Allowed(HostPattern pattern, Setting source) {}

  private final Draft draft;
  private final List<Allowed> allowed = new ArrayList<>();
  private final Set<Integer> closedPorts = new HashSet<>();
  private Optional<Setting> closed = Optional.empty();

  HostDraft(Draft draft) {
    this.draft = draft;
  }

  /** Allows what an entry names, if that can be said. */
  void allow(Setting entry, String written) {
    HostPattern.parse(written)
        .ifPresentOrElse(
            pattern -> allowed.add(new Allowed(pattern, entry)),
            () ->
                draft.leaveOut(
                    entry,
                    Quoted.of(written)
                        + " cannot be allowed by its name here; an address of this machine or its networks is for network.reach"));
  }

  /** Denies what an entry names; more than that where it cannot be said exactly. */
  void deny(Setting entry, String written) {
    Matcher port = PORT.matcher(written);
    boolean one = port.matches();
    String host = one ? port.group("host") : written;
    if (host.equals("*")) {
      if (one) {
        closedPorts.add(Integer.valueOf(port.group("port")));
        draft.note(Verdict.DIFFERENT, entry, "what is allowed above is allowed without this port");
      } else {
        closed = Optional.of(entry);
      }
      return;
    }
    Optional<HostPattern> pattern = HostPattern.parse(written).or(() -> HostPattern.parse(host));
    pattern.ifPresentOrElse(
        found -> {
          draft.addText(Draft.Key.REFUSE, found.toString(), entry);
          if (!found.toString().equalsIgnoreCase(written)) {
            draft.note(Verdict.DIFFERENT, entry, found + " is denied at every port");
          }
        },
        () ->
            draft.note(
                Verdict.WEAKER,
                entry,
                Quoted.of(written)
                    + " cannot be denied by its name here: addresses of this machine and its networks are never reached, others only through a name that is allowed"));
  }

  /**
   * Decides the tier.
   *
   * @param source the setting that says so, where the network is closed without a host; without it,
   *     the profile below decides
   */
  void finish(Optional<Setting> source) {
    List<Allowed> open = allowed.stream().flatMap(one -> without(one).stream()).toList();
    Optional<Setting> none = closed.or(() -> open.isEmpty() ? source : Optional.empty());
    if (none.isPresent()) {
      draft.addText(Draft.Key.TIER, "none", none.get());
      return;
    }
    if (open.isEmpty()) {
      return;
    }
    draft.addText(Draft.Key.TIER, "allowlist", open.getFirst().source());
    open.forEach(one -> draft.addText(Draft.Key.ALLOW, one.pattern().toString(), one.source()));
    Setting first = open.getFirst().source();
    draft.note(
        Verdict.WEAKER,
        first,
        "the hosts that an agent's definition names are reached as well, where no deny names them");
    if (open.stream().anyMatch(one -> one.pattern().port().isEmpty())) {
      draft.note(
          Verdict.DIFFERENT,
          first,
          "a host without a port is reached at 443 and 80 alone; HOST:PORT opens another");
    }
  }

  /** What is left of a host where ports are closed everywhere. */
  private List<Allowed> without(Allowed one) {
    if (closedPorts.isEmpty()) {
      return List.of(one);
    }
    if (one.pattern().port().isPresent()) {
      return closedPorts.contains(one.pattern().port().get()) ? List.of() : List.of(one);
    }
    List<Allowed> left = new ArrayList<>();
    for (int port : List.of(HTTPS, HTTP)) {
      if (!closedPorts.contains(port)) {
        left.add(
            new Allowed(
                new HostPattern(one.pattern().name(), one.pattern().below(), Optional.of(port)),
                one.source()));
      }
    }
    return left;
  }
}
