package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is masked or read-only inside a writable project stays so, whatever the agent tries. Every
 * trick undoes itself where it works, which is outside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskIT {

  private final HostWorld world = HostWorld.create();

  @BeforeAll
  void furnish() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p sub/deep vault
                echo "$1" >sub/deep/secret
                echo "$1" >vault/secret
                echo settings >sub/settings
                echo : >.git/hooks/pre-commit
                ln -s .env link-to-mask
                ln -s sub/deep link-to-parent
                ln -s ../../.ssh/id_rsa link-to-key
                ln -s /proc/self/root link-to-root
                """,
                world.envSecret()))
        .succeeded();
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  private List<Contrast> tried(Map<String, String> tricks) {
    return Contrast.of(
        world,
        tricks,
        "--deny=sub/deep/secret",
        "--deny=vault",
        "--protect=sub/settings",
        // A second name for a directory with a mask in it.
        "--read=" + world.project().resolve("link-to-parent"));
  }

  List<Contrast> ways() {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put("its name", "grep -s canary .env");
    ways.put("a symlink in the project", "grep -s canary link-to-mask");
    ways.put("a symlink out of the project", "grep -s canary link-to-key");
    ways.put("a granted symlink to its directory", "grep -s canary link-to-parent/secret");
    ways.put("the absolute name", "grep -s canary \"$PWD/sub/deep/secret\"");
    ways.put("the process's root", "grep -s canary \"/proc/self/root$PWD/.env\"");
    ways.put(
        "a symlink to the process's root", "grep -s canary link-to-root/\"$PWD\"/vault/secret");
    ways.put("the parent's root", "grep -s canary \"/proc/$PPID/root$PWD/.env\"");
    // Among these are processes of other tests, with secrets of their own.
    ways.put(
        "the working directory of any process", "cat /proc/*/cwd/.env | grep " + world.envSecret());
    ways.put("an open working directory", "cd sub/deep && grep canary /proc/self/cwd/secret");
    ways.put("a new hard link", "ln .env hard && { grep canary hard; rm hard; }");
    ways.put("a copy", "cp .env copy && grep canary copy; found=$?; rm copy; exit $found");
    ways.put("other permissions", "chmod 644 .env && chmod 600 .env");
    ways.put("another name", "mv .env moved && { grep canary moved; mv moved .env; }");
    ways.put(
        "another name of its directory", "mv sub x && { grep canary x/deep/secret; mv x sub; }");
    ways.put(
        "another name of a masked directory",
        "mv vault x && { grep canary x/secret; mv x vault; }");
    ways.put("what git keeps of an ignored file", "git hash-object -w .env && grep -q canary .env");
    ways.put("a listing of a masked directory", "ls vault | grep -q secret");
    ways.put("a tar archive", "tar -cf - .env vault | grep -aq " + world.envSecret());
    return tried(ways);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void noWayLeadsToAMaskedSecret(Contrast way) {
    way.assertWorksOutsideOnly();
    assertThat(way.inside().text()).doesNotContain(world.envSecret(), world.sshKey());
  }

  List<Contrast> changes() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("write a hook", "echo : >>.git/hooks/pre-commit");
    changes.put("add a hook", "touch .git/hooks/new && rm .git/hooks/new");
    // Writing them is in GitConfigurationIT: inside, git has a copy.
    changes.put("move git's settings away", "mv .git/config c && mv c .git/config");
    changes.put("replace git's settings", "cp .git/config c && mv -f c .git/config");
    changes.put("move git's directory away", "mv .git x && mv x .git");
    changes.put("move the hooks away", "mv .git/hooks x && mv x .git/hooks");
    changes.put("write a protected file", "echo more >>sub/settings");
    changes.put("remove a protected file", "rm -f sub/settings && echo settings >sub/settings");
    changes.put("move a directory above", "mv sub x && mv x sub");
    changes.put("remove a mask", "cp -p .env e && rm -f .env && mv e .env || { rm -f e; false; }");
    changes.put("write into a masked directory", "touch vault/new && rm vault/new");
    changes.put("open a masked directory", "chmod 700 vault");
    changes.put("move the project", "mv \"$PWD\" ../x && mv ../x \"$PWD\"");
    return tried(changes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void noChangeLiftsARestriction(Contrast change) {
    change.assertWorksOutsideOnly();
  }

  /**
   * A nested mount namespace would make the agent root over copies of its mounts. It cannot make
   * one; see {@link EscapeIT} for what it could do there.
   */
  List<Contrast> mounting() {
    Map<String, String> tricks = new LinkedHashMap<>();
    tricks.put("unmount the mask", under("umount \"$PWD/.env\"; cat .env"));
    tricks.put("unmount it lazily", under("umount -l \"$PWD/.env\"; cat .env"));
    tricks.put("unmount all", under("umount -R \"$PWD\"; cat .env"));
    tricks.put(
        "see the project without its mounts", under("mount --bind . ../other; cat ../other/.env"));
    tricks.put("look beneath", under("mount --bind \"$PWD\" sub && cat sub/.env"));
    tricks.put("look beneath with all", under("mount --rbind \"$PWD\" sub && cat sub/.env"));
    tricks.put("move the mask away", under("touch t; mount --move .env t; cat .env"));
    tricks.put(
        "cover it by an overlay",
        under(
            "mount -t tmpfs t sub && mkdir sub/u sub/w sub/m && mount -t overlay o"
                + " -o lowerdir=.,upperdir=sub/u,workdir=sub/w sub/m && cat sub/m/.env"));
    tricks.put("change the root", under("PATH=$PATH:/usr/sbin:/sbin chroot / cat \"$PWD/.env\""));
    tricks.put("bubblewrap in bubblewrap", "bwrap --ro-bind / / --dev /dev --proc /proc cat .env");
    tricks.put("bubblewrap's own binds", "bwrap --ro-bind / / --bind \"$PWD\" /tmp cat /tmp/.env");
    tricks.put(
        "root in bubblewrap", "bwrap --unshare-user --uid 0 --cap-add ALL --ro-bind / / cat .env");
    return tried(tricks);
  }

  private static String under(String script) {
    return "unshare --user --map-root-user --mount sh -c '" + script + "'";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mounting")
  void noMountUncoversAMaskedSecret(Contrast trick) {
    assertThat(trick.outside().text()).as("outside: %s", trick).contains(world.envSecret());
    assertThat(trick.inside().text()).as("inside: %s", trick).doesNotContain(world.envSecret());
  }

  List<Contrast> remounting() {
    Map<String, String> tricks = new LinkedHashMap<>();
    String write = "echo : >>.git/hooks/pre-commit";
    tricks.put("writable again", under("mount -o remount,bind,rw .git/hooks; " + write));
    tricks.put("unmounted", under("umount .git/hooks; " + write));
    tricks.put("bound anew", under("mount --bind .git sub; echo : >>sub/hooks/pre-commit"));
    tricks.put("in bubblewrap", "bwrap --bind / / sh -c '" + write + "'");
    return tried(tricks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("remounting")
  void noMountMakesAHookWritable(Contrast trick) {
    trick.assertWorksOutsideOnly();
  }

  /** Known, and documented with the profiles: a mask covers names, not contents. */
  @Test
  void aHardLinkOfAnotherNameIsNotMasked() {
    OutcomeAssert.assertThat(world.shell("ln .env other-name")).succeeded();

    Outcome inside = world.sandboxed("run", "--quiet", "--", "cat", "other-name");

    OutcomeAssert.assertThat(inside).succeeded().outContains(world.envSecret());
    OutcomeAssert.assertThat(world.shell("rm other-name")).succeeded();
  }

  @Test
  void aSecretThatAppearsLaterIsNotMasked() {
    Outcome inside =
        world.sandboxed("run", "--quiet", "--", "sh", "-c", "echo fresh >.env.new && cat .env.new");

    OutcomeAssert.assertThat(inside).succeeded().outIs("fresh");
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", "cat", ".env.new"))
        .failed()
        .outIs("");
    OutcomeAssert.assertThat(world.shell("rm .env.new")).succeeded();
  }
}
