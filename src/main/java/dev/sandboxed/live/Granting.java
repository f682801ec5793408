package dev.sandboxed.live;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.beneath.HeldLock;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.names.HostGrant;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.names.PublicSuffixes;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.RunningSessions.Running;
import dev.sandboxed.state.Trail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Allows hosts in a session that runs, until that ends. */
public final class Granting {

  // Others hold the trail's lock for milliseconds: half a minute, as src/main/bash/trail waits.
  private static final int TRIES = 600;
  private static final int MILLISECONDS = 50;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path stateDirectory;
  private final Running session;
  private final InstantSource clock;

  public Granting(Path stateDirectory, Running session, InstantSource clock) {
    this.stateDirectory = stateDirectory;
    this.session = session;
    this.clock = clock;
  }

  /**
   * What came of one host.
   *
   * @param before the rule that has allowed it all along; empty if it is allowed now
   */
  public record Granted(HostPattern host, Optional<String> before) {}

  /** What is to be done. */
  private record Addition(
      HostPattern host, List<HostGrant.Entry> entries, Optional<String> before) {}

  /**
   * Allows some. It is in the trail before it is done, and all of them are allowed or none.
   *
   * @param by the command that a person typed
   * @param saved the profile that will say the same
   * @throws UserFailure with everything that cannot be allowed; then nothing is
   */
  public List<Granted> grant(List<HostPattern> hosts, String by, Optional<String> saved) {
    AdminSocket haproxy =
        new AdminSocket(new ConnectionLogs(stateDirectory).socket(session.name()));
    try {
      List<Addition> additions = additions(hosts, haproxy.entries(HostGrant.maps()));
      List<Addition> needed = additions.stream().filter(one -> !one.entries().isEmpty()).toList();
      if (!needed.isEmpty()) {
        write(needed, by, saved);
      }
      for (Addition one : needed) {
        for (HostGrant.Entry entry : one.entries()) {
          haproxy.add(entry.map(), entry.key(), entry.words());
        }
      }
      return additions.stream().map(one -> new Granted(one.host(), one.before())).toList();
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "grant.no-answer",
              "the HAProxy of session %s does not do it: %s"
                  .formatted(session.name(), Printable.line(PrivateFiles.reason(e))),
              "sandboxed sessions shows whether the session still runs; a new launch can take --allow HOST"));
    }
  }

  private List<Addition> additions(List<HostPattern> hosts, List<HostGrant.Entry> held) {
    List<Problem> problems = new ArrayList<>();
    List<Addition> additions = new ArrayList<>();
    Map<String, String> standIns =
        held.stream()
            .filter(entry -> entry.map().equals(HostGrant.STAND_INS))
            .collect(Collectors.toMap(HostGrant.Entry::key, HostGrant.Entry::words));
    for (HostPattern host : hosts) {
      HostGrant grant = new HostGrant(host, standIns);
      problem(host, grant, held)
          .ifPresentOrElse(problems::add, () -> additions.add(addition(host, grant, held)));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return additions;
  }

  private static Addition addition(HostPattern host, HostGrant grant, List<HostGrant.Entry> held) {
    List<HostGrant.Entry> missing =
        grant.entries().stream().filter(entry -> before(entry, held).isEmpty()).toList();
    return new Addition(
        host,
        missing,
        missing.isEmpty()
            ? grant.entries().stream().flatMap(entry -> before(entry, held).stream()).findFirst()
            : Optional.empty());
  }

  private static Optional<String> before(HostGrant.Entry wanted, List<HostGrant.Entry> held) {
    return held.stream()
        .filter(entry -> entry.map().equals(wanted.map()) && entry.key().equals(wanted.key()))
        .map(HostGrant.Entry::words)
        .findFirst();
  }

  private Optional<Problem> problem(HostPattern host, HostGrant grant, List<HostGrant.Entry> held) {
    Optional<String> suffix =
        host.below() ? PublicSuffixes.known().within(host.name()) : Optional.empty();
    if (suffix.isPresent()) {
      return Optional.of(
          Problem.of(
              "network.wildcard-too-wide",
              host + " allows whatever anybody registers below " + suffix.get(),
              "name the hosts, or a domain that belongs to whom you trust"));
    }
    if (!grant.isPossible()) {
      return Optional.of(
          Problem.of(
              "grant.needs-launch",
              host + " cannot be allowed while a session runs",
              "at a port other than 443 and 80 a host is known by an address of its own inside, which only a"
                  + " launch gives: --allow "
                  + host
                  + ", or allow = [\""
                  + host
                  + "\"] in a profile"));
    }
    return grant
        .denied(held)
        .map(rule ->
            Problem.of(
                "grant.denied",
                host + " stays denied: " + Printable.line(rule),
                "deny wins over everything that allows; change that rule, and launch again"));
  }

  private void write(List<Addition> additions, String by, Optional<String> saved)
      throws IOException {
    ObjectNode members = MAPPER.createObjectNode();
    var hosts = members.putArray("hosts");
    additions.forEach(one -> hosts.add(one.host().toString()));
    members.put("by", by);
    members.put("saved", saved.orElse(null));
    Trail trail = new Trail(stateDirectory);
    try (HeldLock _ = locked(trail.lock())) {
      trail.add("grant", session.name(), clock.instant(), members);
    }
  }

  private static HeldLock locked(Path file) throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<HeldLock> lock = HeldLock.take(file);
      if (lock.isPresent()) {
        return lock.get();
      }
      try {
        Thread.sleep(MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new IOException("somebody holds " + file);
  }
}
