package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What strace says is understood, whatever an agent makes it say, and in little memory. */
class ObservedLinesIT {

  private static final String BEGINNING =
      """
      use strict;
      sub hex_ { join "", map { sprintf "\\\\x%02x", ord } split //, shift }
      my $sh = hex_("sh");
      print "1<$sh> 1.0 execve(\\"\\\\x2f\\", [], 0x1) = 0\\n";
      print "2<$sh> 1.0 execve(\\"\\\\x2f\\", [], 0x1) = 0\\n" x 2;
      my $error = "-1 EROFS (Read-only file system)\\n";
      my $usr = hex_("/usr");
      """;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Outcome observed(String lines) {
    return world.shell(
        """
        cd "$2"
        perl -e "$3" | (ulimit -v 50000; perl "$1/src/main/perl/observed" no all.jsonl view.jsonl)
        cut -c 1-200 all.jsonl
        """,
        Checkout.directory().toString(),
        world.backstage().toString(),
        BEGINNING + lines);
  }

  @Test
  void oneLongPathWithManyModesTakesLittleMemory() {
    assertThat(
            observed(
                """
                my $path = hex_("/usr/" . "b" x 4000);
                my $cwd = hex_("/" . "a" x 4000);
                printf "2<$sh> 2.5 openat(AT_FDCWD<$cwd>, \\"$path\\", O_WRONLY|O_CREAT, 0%o) = $error", $_ for 1 .. 5000;
                """))
        .succeeded()
        .outContains("{\"others\":0,\"strange\":0,\"ended\":true,");
  }

  @Test
  void manyCallsThatWaitTakeLittleMemoryAndAreCounted() {
    assertThat(
            observed(
                """
                my $path = hex_("/usr/" . "b" x 4000);
                my $cwd = hex_("/" . "a" x 4000);
                print "1$_<$sh> 2.5 openat(AT_FDCWD<$cwd>, \\"$path\\", O_RDONLY <unfinished ...>\\n" for 1 .. 5000;
                """))
        .succeeded()
        .outContains("{\"others\":4477,\"strange\":0,\"ended\":true,");
  }

  @Test
  void aProcessThatWasOverBeforeItsLineWasReadIsWhereItsParentWas() {
    assertThat(
            observed(
                """
                print "2<$sh> 2.0 openat(AT_FDCWD<$usr>, \\"\\\\x2f\\", O_RDONLY) = 3\\n";
                print "2<$sh> 2.1 clone(child_stack=NULL, flags=SIGCHLD) = 7<$sh> /* 99999999 in strace's PID NS */\\n";
                print "99999999<$sh> 2.2 mkdir(\\"\\\\x72\\", 0777) = $error";
                """))
        .succeeded()
        .outContains("\"what\":\"/usr/r\"");
  }

  @Test
  void aDirectoryThatIsRemovedHidesNothing() {
    assertThat(
            observed(
                "print \"2<$sh> 2.0 openat(AT_FDCWD<$usr>(deleted), \\\"\\\\x2f\\\\x78\\\", O_WRONLY) = $error\";"))
        .succeeded()
        .outContains("\"what\":\"/x\"");
  }
}
