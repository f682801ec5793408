package dev.sandboxed.e2e.nix;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A person who has Nix and a copy of sandboxed's flake, and whose nixpkgs is the stand-in. */
final class FlakeWorld implements AutoCloseable {

  // A build of all the Java code, on two processors that have other tests to run as well.
  static final Duration BUILD = Duration.ofMinutes(10);

  private final HostWorld world;
  private final Path flake;
  private final Path nixpkgs;
  private final RealAgent claude = RealAgent.claude();

  private FlakeWorld(HostWorld world) {
    this.world = world;
    this.flake = world.home().resolve("sandboxed");
    TestsNix.giveTo(world);
    copyFlake(flake);
    this.nixpkgs = StandInNixpkgs.in(world, claude);
  }

  static FlakeWorld create() {
    return new FlakeWorld(HostWorld.create());
  }

  HostWorld world() {
    return world;
  }

  /** The copy of sandboxed's flake. It is not a git work tree, so Nix sees all of it. */
  Path flake() {
    return flake;
  }

  Path nixpkgs() {
    return nixpkgs;
  }

  RealAgent claude() {
    return claude;
  }

  /** Another copy of sandboxed's flake, to be changed. */
  Path copyFlake(Path directory) {
    OutcomeAssert.assertThat(
            world.shell(
                """
                mkdir -p "$2"
                tar -C "$1" --exclude=./target --exclude=./.git -c . | tar -C "$2" -x
                """,
                Checkout.directory().toString(),
                directory.toString()))
        .succeeded();
    return directory;
  }

  /** Runs a {@code nix} command that needs no flake. */
  Outcome nix(String... words) {
    return world.start(flake, Stream.concat(Stream.of("nix"), Stream.of(words)).toList()).finish();
  }

  /** Runs a {@code nix} command in sandboxed's flake, or in a copy. */
  Running inFlake(Path directory, String command, String... words) {
    return start(directory, command, List.of(), words);
  }

  /** Runs a {@code nix} command in a flake with {@code nixpkgs} and sandboxed's as inputs. */
  Running inProject(Path directory, String command, String... words) {
    List<String> ours = List.of("--override-input", "sandboxed", "path:" + flake);
    return start(directory, command, ours, words);
  }

  private Running start(Path directory, String command, List<String> more, String... words) {
    List<String> all = new ArrayList<>(List.of("nix"));
    all.addAll(List.of(command.split(" ")));
    all.addAll(List.of("--no-write-lock-file", "--override-input", "nixpkgs", "path:" + nixpkgs));
    all.addAll(more);
    all.addAll(List.of(words));
    return world.start(directory, all);
  }

  /** The value of one of sandboxed's packages, or of an attribute of one. */
  String evaluated(String attribute) {
    Outcome outcome = inFlake(flake, "eval", "--raw", ".#" + attribute).finish();
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out();
  }

  /**
   * The launcher of Claude Code. Each world that asks has it from the same store, where it is built
   * once.
   */
  Path claudeSandboxed() {
    Path result = world.home().resolve("result");
    OutcomeAssert.assertThat(
            inFlake(flake, "build", "-o", result.toString(), ".#claude-sandboxed").finish(BUILD))
        .succeeded();
    return result.resolve("bin/claude-sandboxed");
  }

  @Override
  public void close() {
    world.close();
  }
}
