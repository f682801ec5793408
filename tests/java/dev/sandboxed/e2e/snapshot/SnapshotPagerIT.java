package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is different is shown through the pager of the person, and through none of the project. */
class SnapshotPagerIT {

  private final SnapshotWorld snapshots = new SnapshotWorld();

  @AfterEach
  void closeTheWorld() {
    snapshots.close();
  }

  @Test
  void onATerminalThePersonsPagerShowsTheDifference() {
    snapshots.outside(
        "git config core.pager 'touch executed; cat'; mkdir bin; printf '#!/bin/sh\\ntouch"
            + " executed\\n' >bin/less; chmod +x bin/less");
    snapshots.inside("echo new >README.md");
    snapshots.world().install("sandboxed", Checkout.program("sandboxed"));
    String begin = "sandboxed changes --diff README.md; echo rc=$?";

    try (Terminal terminal = Terminal.bash(snapshots.world())) {
      // A name before one in the project, as some people have it.
      terminal.enter("PATH=$PWD/bin:$PATH; unset GIT_PAGER PAGER; export NO_COLOR=1");
      terminal.enter("git config --global core.pager 'sed s/^/configured:/'");
      terminal.enter(begin).waitUntilShows("configured:+new").waitUntilShowsLine("rc=0");
      terminal.enter("clear; export GIT_PAGER='sed s/^/variable:/'");
      terminal.enter(begin).waitUntilShows("variable:+new").waitUntilShowsLine("rc=0");
      terminal.enter(
          "clear; unset GIT_PAGER; git config --global --unset core.pager; export PAGER='sed"
              + " s/^/usual:/'");
      terminal.enter(begin).waitUntilShows("usual:+new").waitUntilShowsLine("rc=0");
      // It may end before all is shown.
      terminal.enter("clear; export PAGER='head -n 1 | sed s/^/first:/'");
      terminal.enter(begin).waitUntilShows("first:changed README.md").waitUntilShowsLine("rc=0");
    }

    assertThat(snapshots.shell("ls executed")).failed();
    // Elsewhere than on a terminal there is none.
    snapshots.world().set("GIT_PAGER", "touch executed");
    assertThat(snapshots.sandboxed("changes", "--diff", "README.md")).outContains("+new");
    assertThat(snapshots.shell("ls executed")).failed();
  }
}
