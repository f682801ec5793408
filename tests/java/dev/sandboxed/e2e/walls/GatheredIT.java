package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many grants in one directory are mounted before bubblewrap is started, which takes them all by
 * one mount. The sandbox is the same as with a mount for each.
 */
class GatheredIT {

  private static final int MANY = 150;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** The last is a directory, and the one before it a symlink to it. */
  private static String granted() {
    return IntStream.rangeClosed(1, MANY)
        .mapToObj(number -> "\"~/many/" + number + "\"")
        .collect(Collectors.joining(", "));
  }

  private Launch launch(String more) {
    world.shell(
        """
        mkdir -p ~/many/150/below ~/.config/sandboxed/profiles
        for number in $(seq 148) others; do echo "file $number" >~/many/$number; done
        ln -s 150 ~/many/149
        echo here >~/many/150/below/file
        echo SECRET >~/many/150/.env
        """);
    world.shell(
        "cat >~/.config/sandboxed/profiles/mine.toml <<'END'\n"
            + ("extends = \"default\"\n[filesystem]\nread = [" + granted() + "]\n" + more)
            + "\nEND");
    return Launch.quietly(world).with("--network=none", "--profile=mine");
  }

  private Outcome inside(String script) {
    return launch("").shell(script);
  }

  @Test
  void whatIsGrantedIsThereAndNothingElse() {
    OutcomeAssert.assertThat(
            inside("cd ~/many; ls | wc -l; cat 1 148 150/below/file; ls -A ~ | grep -v '^\\.'"))
        .succeeded()
        .outIs("150\nfile 1\nfile 148\nhere\nmany\nwork");
  }

  @Test
  void nothingOfItCanBeWritten() {
    String script =
        """
        cd ~/many
        { echo x >>1; echo x >new; mkdir dir; rm 1; mv 1 other; chmod 777 150; echo x >150/below/file; } 2>/dev/null
        mount -o remount,rw . 2>/dev/null
        ls | wc -l; cat 1 150/below/file
        """;
    OutcomeAssert.assertThat(inside(script)).outIs("150\nfile 1\nhere");
    OutcomeAssert.assertThat(world.shell("cd ~/many; echo x >>1; cat 1")).outIs("file 1\nx");
  }

  @Test
  void bubblewrapGetsOneMount() {
    String words = launch("").with("--dry-run=argv", "--", "true").outcome().out();
    assertThat(words).doesNotContain("/many/1");
    assertThat(words.lines().filter(word -> word.endsWith("/many"))).hasSize(1);
    // What is not in the words is in the plan.
    assertThat(launch("").with("--dry-run=json", "--", "true").outcome().out())
        .contains("/many/148");
  }

  @Test
  void whatIsMaskedInItIsMasked() {
    OutcomeAssert.assertThat(
            launch("deny = [\"~/many/150/.env\"]")
                .shell("cat ~/many/150/.env; cat ~/many/150/below/file"))
        .outIs("here");
  }

  @Test
  void whatIsNotThereAnyMoreStartsNothing() {
    Launch launch = launch("");
    OutcomeAssert.assertThat(launch.shell("true")).succeeded();
    OutcomeAssert.assertThat(world.shell("rm ~/many/7")).succeeded();
    OutcomeAssert.assertThat(launch.shell("true")).exitedWith(125).errContains("~/many/7");
  }
}
