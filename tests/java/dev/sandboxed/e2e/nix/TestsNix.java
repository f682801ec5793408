package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Nix that the tests run with, see {@code tests/bash/nix-for-tests}. */
public final class TestsNix {

  private TestsNix() {}

  /** Gives a world its settings: where it keeps its files and what it may do, not its program. */
  public static void giveSettingsTo(HostWorld world) {
    System.getenv()
        .forEach((name, value) -> {
          if (name.startsWith("NIX_")) {
            world.set(name, value);
          }
        });
  }

  /** The directory of the program. */
  public static Path programs() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(Path::of)
        .filter(directory -> Files.isExecutable(directory.resolve("nix")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no nix on PATH; tests/run sets it up"));
  }

  /**
   * Whether it runs the program git to look at a flake in a work tree; from 2.20 on it looks
   * itself.
   */
  static boolean startsGit(HostWorld world) {
    String said = world.run(programs() + "/nix", "--version").out();
    Matcher version = Pattern.compile("(\\d+)\\.(\\d+)").matcher(said);
    assertThat(version.find()).as(said).isTrue();
    return Integer.parseInt(version.group(1)) == 2 && Integer.parseInt(version.group(2)) < 20;
  }

  /** Gives a world its settings and its program. */
  static void giveTo(HostWorld world) {
    giveSettingsTo(world);
    world.set("PATH", world.home() + "/bin:/usr/bin:/bin:" + programs());
  }
}
