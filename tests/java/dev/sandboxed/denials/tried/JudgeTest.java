package dev.sandboxed.denials.tried;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.observed.Event;
import dev.sandboxed.observed.KeptPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said of something that was tried follows from the plan and from what is on the machine.
 */
class JudgeTest {

  private static final String PLAN =
      """
      {"project": "/home/ana/shop", "identity": {"home": "/home/ana"},
       "network": {"tier": "TIER", "origin": "profile web, web.toml:3:8",
         "blocked": [{"range": "192.168.0.0/16", "why": "private networks"}],
         "reach": [{"value": "192.168.1.9:5432"}], "ipv6": false},
       "isolation": {"systemCalls": {"refused": [
           {"call": "mount", "when": "always", "answer": "EPERM", "why": "no mounts"},
           {"call": "clone3", "when": "always", "answer": "ENOSYS", "why": "flags in memory"},
           {"call": "chmod", "when": "argument 1 has any of 0xc00", "answer": "EPERM", "why": "set-id"}]},
         "kernelPaths": [{"as": "hidden-file", "path": "/proc/kcore", "origin": "kernel"},
           {"as": "read-only", "path": "/proc/sys", "origin": "settings"}]},
       "mounts": [
         {"kind": "tmpfs", "path": "/home/ana", "origin": "your home starts empty"},
         {"kind": "read-only-bind", "path": "/usr", "source": "/usr", "origin": "programs"},
         {"kind": "symlink", "path": "/bin", "target": "usr/bin", "origin": "as here"},
         {"kind": "writable-bind", "path": "/home/ana/shop", "source": "/home/ana/shop", "origin": "project"},
         {"kind": "anchor", "path": "/home/ana/shop/.git", "source": "/home/ana/shop/.git", "origin": "git"},
         {"kind": "read-only-bind", "path": "/home/ana/shop/.git/hooks", "source": "/home/ana/shop/.git/hooks", "origin": "git obeys it"},
         {"kind": "masked-file", "path": "/home/ana/shop/.env", "empty": false, "origin": "base.toml:88:5"},
         {"kind": "masked-directory", "path": "/home/ana/shop/keys", "origin": "base.toml:89:5"}]}
      """;

  private static KeptPlan plan(String tier) {
    return KeptPlan.of(PLAN.replace("TIER", tier)).orElseThrow();
  }

  /** A machine with some files, all of which are the person's. */
  private record Some(Set<Path> files, Map<Path, Path> links) implements Machine {

    static Some files(String... names) {
      return new Some(
          Set.of(names).stream().map(Path::of).collect(java.util.stream.Collectors.toSet()),
          Map.of());
    }

    Some with(String link, String target) {
      Map<Path, Path> more = new HashMap<>(links);
      more.put(Path.of(link), Path.of(target));
      return new Some(files, more);
    }

    @Override
    public boolean isNear(Path path) {
      return !path.startsWith("/net");
    }

    @Override
    public boolean has(Path path) {
      return files.contains(path);
    }

    @Override
    public Optional<Path> real(Path path) {
      return Optional.of(links.getOrDefault(path, path));
    }

    @Override
    public boolean isReadable(Path path) {
      return has(path);
    }

    @Override
    public boolean isWritable(Path path) {
      return has(path);
    }

    @Override
    public boolean isExecutable(Path path) {
      return has(path);
    }

    @Override
    public boolean isDirectory(Path path) {
      return false;
    }
  }

  private static Event event(Event.Kind kind, String call, String what, String error) {
    return new Event(kind, call, what, Optional.of(error), "sh", 1, 1, 2);
  }

  private static Judgement said(String tier, Event event) {
    Machine machine =
        Some.files(
            "/home/ana/.ssh/id",
            "/home/ana/shop/README",
            "/home/ana/shop/keys/one",
            "/usr/bin/x",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "/sys/fs/cgroup/memory/tasks",
            "/sys/devices/system/cpu/online",
            "/.dockerenv",
            "/home/ana");
    return new Judge(plan(tier), machine).of(event);
  }

  @ParameterizedTest
  @CsvSource({
    "READ, openat, /home/ana/.ssh/id, ENOENT, hidden, false",
    "READ, openat, /home/ana/../ana/.ssh/id, ENOENT, hidden, false",
    "READ, openat, /home/ana/.ssh/none, ENOENT, absent, true",
    "READ, openat, /home/ana, ENOENT, absent, true",
    "WRITE, openat, /home/ana/.ssh/id/new, ENOENT, hidden, false",
    "READ, openat, /home/ana/shop/none, ENOENT, absent, true",
    "READ, openat, /home/ana/shop/README, ENOENT, absent, true",
    "READ, openat, /home/ana/shop/keys/one, ENOENT, masked, false",
    "READ, openat, /home/ana/shop/keys/none, ENOENT, absent, true",
    "READ, openat, /home/ana/shop/.env, EACCES, masked, false",
    "READ, openat, /proc/kcore, EACCES, masked, false",
    "READ, openat, /proc/12/maps, ENOENT, absent, true",
    "WRITE, openat, /proc/sys/kernel/x, EROFS, read-only, false",
    "WRITE, mkdir, /bin/made, EROFS, read-only, false",
    "WRITE, mkdir, /made, EROFS, read-only, false",
    "WRITE, openat, /home/ana/shop/.git/hooks/x, EROFS, read-only, false",
    "WRITE, rename, /home/ana/shop/.git/hooks, EBUSY, read-only, false",
    "WRITE, rename, /home/ana/shop/.git, EBUSY, read-only, false",
    "WRITE, rmdir, /home/ana/shop/busy, EBUSY, granted, false",
    "WRITE, chmod, /home/ana/shop/README, EPERM, call, false",
    "WRITE, chown, /home/ana/shop/README, EPERM, mode, false",
    "READ, openat, /home/ana/shop/README, ELOOP, granted, false",
    "READ, openat, /etc/ld.so.preload, ENOENT, absent, true",
    "READ, openat, /sys/fs/cgroup/memory/memory.limit_in_bytes, ENOENT, hidden, true",
    "WRITE, openat, /sys/fs/cgroup/memory/memory.limit_in_bytes, ENOENT, hidden, false",
    "READ, openat, /sys/fs/cgroup/memory/tasks, ENOENT, hidden, false",
    "READ, openat, /sys/devices/system/cpu/online, ENOENT, hidden, true",
    "READ, stat, /.dockerenv, ENOENT, hidden, true",
    "CALL, mount, x, EPERM, call, false",
    "CALL, clone3, x, ENOSYS, call, true",
    "CALL, kcmp, x, EPERM, granted, false",
    "CONNECT, connect, 192.168.1.20:80, EINPROGRESS, address, false",
    "CONNECT, connect, 192.168.1.9:5432, ECONNREFUSED, granted, false",
    "CONNECT, connect, 1.1.1.1:80, ECONNREFUSED, granted, false",
    "CONNECT, connect, 1.1.1.1:80, EINPROGRESS, granted, false",
    "CONNECT, connect, 127.0.0.1:80, EINPROGRESS, granted, false",
    "CONNECT, connect, 127.0.0.1:80, ECONNREFUSED, address, false",
    "CONNECT, connect, [2001:db8::1]:80, ENETUNREACH, address, true",
    "CONNECT, connect, @x, ECONNREFUSED, address, false",
    "CONNECT, connect, nonsense, ECONNREFUSED, granted, false"
  })
  void eachThingHasItsOutcome(
      Event.Kind kind, String call, String what, String error, String outcome, boolean folded) {
    Judgement said = said("internet-only", event(kind, call, what, error));

    assertThat(said.outcome().word()).isEqualTo(outcome);
    assertThat(said.noise().isPresent()).isEqualTo(folded);
  }

  @Test
  void whatIsInferredIsSaidToBe() {
    assertThat(
            said("full", event(Event.Kind.CONNECT, "connect", "127.0.0.1:80", "ECONNREFUSED"))
                .outcome())
        .isEqualTo(Outcome.GRANTED);
    assertThat(said("none", event(Event.Kind.CONNECT, "connect", "127.0.0.1:80", "ECONNREFUSED")))
        .satisfies(said -> assertThat(said.perhaps()).isTrue())
        .satisfies(said -> assertThat(said.grant()).isEmpty());
    assertThat(
            said("none", event(Event.Kind.WRITE, "chmod", "/home/ana/shop/README", "EPERM"))
                .perhaps())
        .isTrue();
    assertThat(said("none", event(Event.Kind.CALL, "mount", "x", "EPERM")).perhaps()).isFalse();
  }

  @Test
  void theLineThatWouldGrantItSaysWhatItGivesAway() {
    assertThat(
            said("none", event(Event.Kind.READ, "openat", "/home/ana/.ssh/id", "ENOENT")).grant())
        .contains(
            new Judgement.Grant(
                "[filesystem] read = [\"~/.ssh/id\"]",
                Optional.of("--read ~/.ssh/id"),
                "then the agent can read it, keys and logins as well if it has any"));
    assertThat(
            said("full", event(Event.Kind.READ, "openat", "/home/ana/shop/.env", "EACCES")).grant())
        .hasValueSatisfying(grant ->
            assertThat(grant.gives()).contains("keys and logins").contains("can send it wherever"));
    assertThat(
            said("none", event(Event.Kind.WRITE, "rename", "/home/ana/shop/.git/hooks", "EBUSY"))
                .grant())
        .hasValueSatisfying(grant -> assertThat(grant.gives()).contains("run outside, as you"));
    assertThat(
            said(
                    "internet-only",
                    event(Event.Kind.CONNECT, "connect", "192.168.1.20:80", "ENETUNREACH"))
                .grant())
        .hasValueSatisfying(
            grant -> assertThat(grant.line()).isEqualTo("[network] reach = [\"192.168.1.20:80\"]"));
  }

  @Test
  void aNameThatCouldBeMoreThanANameIsOfferedInNoLine() {
    Machine everything = Some.files("/home/ana/a\"b", "/home/ana/a b", "/home/ana/$x");
    Judge judge = new Judge(plan("none"), everything);
    for (String name : List.of("a\"b", "a b", "$x")) {
      Judgement said = judge.of(event(Event.Kind.READ, "openat", "/home/ana/" + name, "ENOENT"));
      assertThat(said.outcome()).isEqualTo(Outcome.HIDDEN);
      assertThat(said.grant()).isEmpty();
    }
    assertThat(
            judge.of(event(Event.Kind.READ, "openat", "/home/ana/latin-\uFFFD", "ENOENT")).noise())
        .contains("not-text");
  }

  @Test
  void aNameThatLeavesThisMachineIsNotAskedFor() {
    Judgement said = said("none", event(Event.Kind.READ, "openat", "/net/some.host/x", "ENOENT"));

    assertThat(said.outcome()).isEqualTo(Outcome.ABSENT);
    assertThat(said.perhaps()).isTrue();
    assertThat(said.why()).contains("leaves this machine");
  }

  @Test
  void whatALinkOfTheAgentsLeadsToIsJudgedAndNoLineIsOfferedForTheLink() {
    Machine machine =
        Some.files("/home/ana/shop", "/home/ana/shop/keys/one", "/home/ana/shop/.git/hooks/x")
            .with("/home/ana/shop/data", "/home/ana/shop/.git/hooks/x")
            .with("/home/ana/shop/notes", "/home/ana/shop/keys/one");
    Judge judge = new Judge(plan("none"), machine);

    assertThat(judge.of(event(Event.Kind.WRITE, "openat", "/home/ana/shop/data", "EROFS")))
        .satisfies(said -> assertThat(said.rule()).isEqualTo("git obeys it"))
        .satisfies(said -> assertThat(said.grant()).isEmpty());
    assertThat(judge.of(event(Event.Kind.READ, "openat", "/home/ana/shop/notes", "EACCES")))
        .satisfies(said -> assertThat(said.outcome()).isEqualTo(Outcome.MASKED))
        .satisfies(said -> assertThat(said.grant()).isEmpty());
    // Without a link there is one.
    assertThat(
            judge.of(event(Event.Kind.READ, "openat", "/home/ana/shop/keys/one", "EACCES")).grant())
        .isPresent();
  }

  @Test
  void theSameThingIsOneWhateverCallsAreMadeForIt() {
    List<Event> events =
        List.of(
            event(Event.Kind.READ, "newfstatat", "/home/ana/.ssh/id", "ENOENT"),
            event(Event.Kind.READ, "openat", "/home/ana/.ssh/id", "ENOENT"),
            new Event(Event.Kind.READ, "openat", "/usr/bin/x", Optional.empty(), "sh", 1, 1, 2));

    assertThat(Tried.all(events, new Judge(plan("none"), Some.files("/home/ana/.ssh/id"))))
        .singleElement()
        .satisfies(one -> assertThat(one.times()).isEqualTo(2))
        .satisfies(one -> assertThat(one.calls()).containsExactly("newfstatat", "openat"));
  }
}
