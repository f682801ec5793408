package dev.sandboxed.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Launches that must not happen: the command would leave a file in the working directory, but after
 * a refusal neither that nor anything else has appeared in the person's home, the project or
 * TMPDIR.
 */
public final class Refusals {

  public static final String MARKER = "started";

  private static final String INDEXES = "./.cache/sandboxed/warm";

  private final HostWorld world;

  public Refusals(HostWorld world) {
    this.world = world;
  }

  /** {@code sandboxed run OPTIONS -- touch started} in the project. */
  public OutcomeAssert refused(String... options) {
    return refusedIn(world.project(), options);
  }

  public OutcomeAssert refusedIn(Path directory, String... options) {
    return refused(Launch.of(world, "run").in(directory).with(options));
  }

  /** A launch up to its options, which must end with 125. */
  public OutcomeAssert refused(Launch launch) {
    List<String> before = everything();
    Outcome outcome = launch.command("touch", MARKER);
    assertThat(everything()).as(outcome.describe()).isEqualTo(before);
    return OutcomeAssert.assertThat(outcome).exitedWith(125).outIs("");
  }

  /**
   * All files but the indexes of warm launches. A launch keeps one only if nothing has changed
   * within the last tick of the clock, and drops one that it finds out of date: whether a refused
   * one does either depends on the time.
   */
  private List<String> everything() {
    return Stream.concat(
            world.filesBelow(world.home()).stream(), world.filesBelow(world.temporary()).stream())
        .filter(file -> !file.startsWith(INDEXES))
        .toList();
  }
}
