package dev.sandboxed.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sandboxed check} finds every promise kept, and finds each that bubblewrap breaks. */
class CheckIT {

  private static final Path PERL = Path.of("/usr/bin/perl");

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "internet-only", "full"})
  void everyPromiseIsKept(String tier) throws IOException {
    String agent = world.home().resolve(".ssh").toString();
    Outcome outcome = check("--network=" + tier, "--read=" + agent, "--json");

    OutcomeAssert.assertThat(outcome).exitedWith(0).errIsEmpty();
    for (JsonNode promise : promises(outcome)) {
      // That tier keeps no network away, and this machine may have no socket to hide.
      boolean open =
          tier.equals("full") && promise.path("name").asText().matches("network|sockets");
      assertThat(promise.path("state").asText())
          .as(promise.toString())
          .isIn(open ? List.of("ok", "not tested") : List.of("ok"));
    }
  }

  @Test
  void aTableForPeopleFitsATerminal() {
    Outcome outcome = check("--network=none");

    OutcomeAssert.assertThat(outcome)
        .exitedWith(0)
        .outContains("this machine\n")
        .outContains("  bubblewrap    ")
        .outContains("the sandbox of command in ~/work/project\n")
        .outContains("  hidden        ok          nothing is there but what a grant shows (");
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void nothingIsLeftBesideTheTrail() {
    check("--network=none");
    List<String> before = world.filesBelow(world.home());

    OutcomeAssert.assertThat(check("--network=none")).exitedWith(0);

    world.waitUntilNothingRuns();
    assertThat(world.filesBelow(world.home())).isEqualTo(before);
    assertThat(world.filesBelow(world.temporary())).containsExactly(".");
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "hidden masked protected read-only root kernel environment",
            """
            before("--remount-ro", "/", "--ro-bind", PROJECT."/../other", HOME."/work/other");
            source(PROJECT."/.env", PROJECT."/.env");
            kind(PROJECT."/.git/hooks", "--bind");
            kind(HOME."/.ssh", "--bind");
            without("--remount-ro", "/");
            source("/proc/keys", "/proc/version");
            add("--setenv", "EXTRA", 1)
            """),
        Arguments.of(
            "namespaces nesting calls sockets network",
            """
            without("--unshare-ipc");
            without("--disable-userns", "--assert-userns-disabled");
            without("--seccomp", 5);
            without("--unshare-net")
            """),
        Arguments.of(
            "capabilities", "without(\"--cap-drop\", \"ALL\"); add(\"--cap-add\", \"ALL\")"));
  }

  /** Bubblewrap gets other words than those of the plan, one change for each promise. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void aBrokenPromiseIsFound(String promises, String change) throws IOException {
    misbehave(change);

    Outcome outcome = check("--network=none", "--json", "--read=" + world.home().resolve(".ssh"));

    OutcomeAssert.assertThat(outcome).exitedWith(1);
    assertThat(failed(outcome)).as(outcome.out()).contains(promises.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({
    // A process that has the session's words, and nothing of it open.
    "a process, 'unless (fork) { chdir \"/\"; POSIX::setsid(); POSIX::close($_) for 0 .. 99; exec { \"/usr/bin/perl\" } TOKEN, \"-e\", \"sleep 1000\", HOME }'",
    "a file,    'open my $file, \">\", HOME.\"/\".TOKEN'",
  })
  void whatIsLeftIsFound(String what, String doing) throws IOException {
    misbehave(doing);

    Outcome outcome = check("--network=none", "--json");

    OutcomeAssert.assertThat(outcome).exitedWith(1).outContains("\"" + what + " is left\"");
    assertThat(failed(outcome)).containsExactly("leftovers");
  }

  @Test
  void aBrokenPromiseIsNamedWithWhoDecidedIt() {
    misbehave("source(PROJECT.\"/.env\", PROJECT.\"/.env\")");

    OutcomeAssert.assertThat(check("--network=none"))
        .exitedWith(1)
        .outContains("  masked        failed ")
        .outContains(".env can be read (profile default,")
        .outContains("1 of 14 promises failed");
  }

  @Test
  void whereNoSandboxCanBeMadeTheMachineIsShownAndTheReasonSaid() {
    world.installScript("bwrap", "echo bubblewrap 0.4.1");

    OutcomeAssert.assertThat(check("--network=none"))
        .exitedWith(125)
        .outContains("  bubblewrap    failed ")
        .outContains("kernel        ok          Linux ")
        .errContains("is bubblewrap 0.4, older than 0.8");
    OutcomeAssert.assertThat(world.sandboxed("run", "--", "true"))
        .exitedWith(125)
        .errContains("what else this machine lacks or forbids: ");
  }

  /** Files of the project have the names of programs and of start files, and odd ones. */
  @Test
  void nothingOfTheProjectIsExecuted() throws IOException {
    for (String name : List.of("env", "perl", ".bashrc", ".profile")) {
      Path file =
          Files.writeString(world.project().resolve(name), "#!/bin/sh\ntouch ~/work/project/ran\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    String path = world.project() + ":/usr/bin:/bin";
    Outcome outcome =
        Launch.of(world, "check", "--network=none", "--env=BASH_ENV", "--env=ENV")
            .behind(
                "env",
                "PATH=" + path,
                "BASH_ENV=" + world.project() + "/.bashrc",
                "ENV=" + world.project() + "/.profile")
            .outcome();

    OutcomeAssert.assertThat(outcome).exitedWith(0);
    assertThat(world.project().resolve("ran")).doesNotExist();
  }

  @Test
  void anAgentsOwnWordsHaveNoPlace() {
    OutcomeAssert.assertThat(check("shell", "-c", "true"))
        .exitedWith(125)
        .errContains("check starts no agent");
  }

  private Outcome check(String... words) {
    return Launch.of(world, "check").with(words).outcome();
  }

  private static Iterable<JsonNode> promises(Outcome outcome) throws IOException {
    JsonNode root = new ObjectMapper().readTree(outcome.out());
    assertThat(root.path("promises")).hasSize(14);
    return root.path("promises");
  }

  private static List<String> failed(Outcome outcome) throws IOException {
    List<String> failed = new ArrayList<>();
    for (JsonNode promise : promises(outcome)) {
      if (promise.path("state").asText().equals("failed")) {
        failed.add(promise.path("name").asText());
      }
    }
    return failed;
  }

  /**
   * Puts a bubblewrap on PATH that changes the words of a plan, which it reads from a descriptor.
   */
  private void misbehave(String change) {
    String program =
        """
        #!%s
        use strict; use warnings; use POSIX (); $^F = 99;
        use constant { HOME => "%s", PROJECT => "%s" };
        my ($token) = grep { /^sandboxed-check-[-0-9a-f]+$/ } map { split /[\\x01-\\x1f]/ } @ARGV;
        my (@words, $new);
        sub TOKEN { $token }
        sub find { my @some = @_;
          for my $at (0 .. $#words - $#some) {
            return $at if "@words[$at .. $at + $#some]" eq "@some";
          }
          POSIX::_exit(99);
        }
        sub without { splice @words, find(@_), scalar @_ }
        sub before { my ($one, $two, @more) = @_; splice @words, find($one, $two), 0, @more }
        sub add { push @words, @_ }
        sub source { my ($path, $source) = @_; my $at = mount($path); $words[$at - 1] = $source }
        sub kind { my ($path, $kind) = @_; $words[mount($path) - 2] = $kind }
        sub mount { my ($path) = @_;
          for my $at (2 .. $#words) {
            return $at if $words[$at] eq $path && $words[$at - 2] =~ /^--(ro-)?bind$/;
          }
          POSIX::_exit(98);
        }
        if ("@ARGV" =~ /--args 3/ && $token) {
          { local $/; open my $plan, "<&=", 3 or die; @words = split /\\0/, <$plan>; }
          { no strict; %s; }
          open $new, "+>", undef or die;
          print $new map { "$_\\0" } @words;
          $new->flush; sysseek $new, 0, 0;
          POSIX::dup2(fileno $new, 3);
        }
        exec "/usr/bin/bwrap", @ARGV;
        """
            .formatted(PERL, world.home(), world.project(), change);
    Path file = world.home().resolve("bin/bwrap");
    try {
      Files.writeString(file, program);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
