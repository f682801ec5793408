package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Submodules, work trees and large files of one repository are worked on inside. */
class RepositoriesAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void submodulesWorkTreesAndLargeFilesGoTogether() {
    assertThat(
            world.shell(
                """
                set -e
                git init -q ~/part; cd ~/part; echo part >part.txt; git add .; git commit -qm part
                cd ~/work/project
                git lfs install --local >/dev/null; git lfs track '*.bin' >/dev/null
                head -c 3000 /dev/urandom >one.bin; git add .; git commit -qm 'Add one.bin'
                git -c protocol.file.allow=always submodule add -q ~/part sub; git commit -qm 'Add sub'
                """))
        .succeeded();

    assertThat(
            Launch.quietly(world)
                .with("--network=none")
                .shell(
                    """
                    set -e
                    head -c 4000 /dev/urandom >two.bin; git add two.bin; git commit -qm 'Add two.bin'
                    git show HEAD:two.bin | head -n 1
                    cd sub; echo more >>part.txt; git commit -qam 'Say more'; cd ..
                    git commit -qam 'Take it'
                    git worktree add -q tree; cd tree
                    cmp two.bin ../two.bin; head -c 5000 /dev/urandom >two.bin; git commit -qam 'Change two.bin'
                    cd ..; git merge -q tree; git lfs fsck
                    git worktree remove --force tree
                    """))
        .succeeded()
        .outContains("version https://git-lfs.github.com/spec/v1\n")
        .outContains("Git LFS fsck OK");

    // What was made inside is whole outside.
    assertThat(
            world.shell(
                """
                git status --short; git lfs fsck; stat -c %s two.bin; git -C sub log -1 --format=%s
                git submodule status | cut -c 1; git log --format=%s -3; git worktree list | wc -l
                """))
        .succeeded()
        .outIs("Git LFS fsck OK\n5000\nSay more\n \nChange two.bin\nTake it\nAdd two.bin\n1");
    assertThat(world.processes()).isEmpty();
  }
}
