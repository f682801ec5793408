package dev.sandboxed.e2e.world;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tests take out of a plan is missing afterwards, and nothing else is. */
class UndefendedIT {

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Undefended undefended(String script) {
    return Undefended.of(launch, "sh", "-c", script, "sh", "a 'b'\n$c");
  }

  @Test
  void aPlanThatIsNotChangedIsTheLaunchItself() {
    assertThat(undefended("printf '<%s>' \"$@\"; cat .env; echo x >.env; exit 3").outcome())
        .exitedWith(3)
        .outIs("<a 'b'\n$c>")
        .errContains("Read-only file system");
  }

  @Test
  void withoutItsMaskASecretIsOpen() {
    assertThat(undefended("cat .env").withoutMount(world.project().resolve(".env")).outcome())
        .succeeded()
        .outContains(world.envSecret());
  }

  @Test
  void withoutItsMountAProtectedFileIsWritable() {
    assertThat(
            undefended("git config core.pager cat")
                .withoutMount(world.project().resolve(".git/config"))
                .outcome())
        .succeeded();
  }

  @Test
  void withoutTheFilterItRefusesNothing() {
    // ioctl(0, TIOCSTI, …), whose number is 29 on ARM; the exit status is its answer.
    String ask =
        """
        perl -e 'my $call = `uname -m` =~ /aarch64/ ? 29 : 16; my $sign = "x";
                 exit(syscall($call, 0, 0x5412, $sign) == 0 ? 0 : $!+0)'
        """;
    assertThat(undefended(ask).outcome()).exitedWith(1);
    // 25, ENOTTY: standard input is not a terminal here.
    assertThat(undefended(ask).withoutFilter().outcome()).exitedWith(25);
  }

  @Test
  void anAgentIsStartedWithItsState() {
    AgentScript.installed(world);

    assertThat(
            Undefended.of(launch.with("claude"), "ls -d ~/.claude; cat .env; echo x >.env")
                .outcome())
        .outIs(world.home() + "/.claude")
        .errContains("Read-only file system");
  }
}
