package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Undefended;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If one session hides something from the next one's look, that one must not start. */
class LookingIT {

  private static final List<String> STRICT = List.of("--network=none", "--profile=strict");

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    // JUnit could not delete what is closed.
    assertThat(world.shellIn(world.home(), "chmod -R u+rwX work")).succeeded();
    world.close();
  }

  static Stream<Arguments> hidingPlaces() {
    List<String> denied = List.of("--network=none", "--deny=cfg/prod.pem");
    return Stream.of(
        Arguments.of(STRICT, "cfg", "cfg"),
        Arguments.of(denied, "cfg", "cfg"),
        Arguments.of(STRICT, "a/b/c/d", "a/b/c/d"),
        Arguments.of(STRICT, "a/b/c/d", "a/b"));
  }

  @ParameterizedTest
  @MethodSource("hidingPlaces")
  void aDirectoryThatASessionHasClosedStopsTheNext(
      List<String> options, String directory, String closed) {
    secret(directory + "/prod.pem");
    Launch launch = Launch.quietly(world).with(options);
    Undefended unseen = Undefended.of(launch, "sh", "-c", open(directory, closed));
    unseen.withoutMount(world.project().resolve(directory).resolve("prod.pem"));
    assertThat(launch.shell("cat \"$1\"/prod.pem", directory)).failed().outIs("");

    assertThat(launch.shell("chmod 0 \"$1\"", closed)).succeeded();
    Outcome next = launch.shell(open(directory, closed));

    assertThat(next)
        .exitedWith(125)
        .outIs("")
        .errContains("open it: chmod u+rwx " + world.project().resolve(closed));
    // It would be open if it had been taken for missing.
    assertThat(unseen.outcome()).succeeded().outContains(world.envSecret());
    assertThat(world.shell("chmod u+rwx \"$1\"", closed)).succeeded();
    assertThat(launch.shell(open(directory, closed))).failed().outIs("");
  }

  private static String open(String directory, String closed) {
    return "chmod 755 " + closed + "; cat " + directory + "/prod.pem";
  }

  @ParameterizedTest
  @ValueSource(strings = {".git", "."})
  void aClosedProjectOrRepositoryStopsTheNext(String closed) {
    assertThat(Launch.quietly(world).with("--network=none").shell("chmod 0 \"$1\"", closed))
        .succeeded();

    Outcome next =
        Launch.quietly(world)
            .in(world.home())
            .with("--network=none", "--project", world.project().toString())
            .command("true");

    assertThat(next).exitedWith(125).errContains("chmod u+rwx ").errLacks("Exception");
  }

  @Test
  void aSecretInADirectoryNamedLikeARepositoryIsMasked() {
    Launch launch = Launch.quietly(world).with(STRICT);
    assertThat(world.shell("mkdir api")).succeeded();
    assertThat(launch.shell("mv api .git/api && ln -s .git/api api")).succeeded();

    secret("api/.env");

    assertThat(world.shell("cat api/.env")).outContains(world.envSecret());
    assertThat(launch.shell("grep -s . api/.env .git/api/.env")).failed().outIs("");
    Path mask = world.project().resolve(".git/api/.env");
    assertThat(Undefended.of(launch, "cat", "api/.env").withoutMount(mask).outcome())
        .succeeded()
        .outContains(world.envSecret());
  }

  @Test
  void symlinksThatHideNothingDoNotStopALaunch() {
    Launch launch = Launch.quietly(world).with("--network=none");
    assertThat(
            launch.shell(
                "ln -s . .env.a; ln -s / .env.b; ln -s /usr .env.c; ln -s /usr/bin/env .env.d"))
        .succeeded();

    assertThat(launch.shell("env true && test -e .env && cat .env")).succeeded().outIs("");
  }

  static Stream<Arguments> nuisances() {
    return Stream.of(
        Arguments.of("touch \"$(printf '.env.\\377')\"", "rm -r -- $'"),
        Arguments.of("ln -s .env.a .env.a", "rm -- "));
  }

  @ParameterizedTest
  @MethodSource("nuisances")
  void whatCannotBeMaskedIsNamedWithTheCommandThatRemovesIt(String made, String command) {
    Launch launch = Launch.quietly(world).with("--network=none");
    assertThat(launch.shell(made)).succeeded();

    Outcome refused = launch.command("true");

    assertThat(refused).exitedWith(125).errContains(command);
    String line =
        refused.err().lines().filter(text -> text.contains(command)).findFirst().orElseThrow();
    assertThat(world.shell(line.substring(line.indexOf(command)))).succeeded();
    assertThat(launch.command("true")).succeeded();
  }

  @Test
  void moreThanCanBeMaskedIsNamed() {
    Launch launch = Launch.quietly(world).with("--network=none");
    assertThat(launch.shell("for n in $(seq 3000); do : >.env.$n; done")).succeeded();

    assertThat(launch.command("true"))
        .exitedWith(125)
        .errContains("of them in " + world.project())
        .errContains("default.toml");
  }

  @Test
  void whatNobodyHereCanOpenIsNotAReasonToStop() {
    assertThat(
            Launch.quietly(world)
                .with("--network=none", "--deny=/proc/1/cwd/x", "--deny=/root/.foo")
                .command("true"))
        .succeeded();
  }

  @Test
  void theAuditCountsOpenFilesThatLookLikeSecrets() {
    secret("certs/dev.pem");
    secret("web/.env");
    secret("node_modules/a/test.pem");

    Launch launch = Launch.of(world, "run", "--network=none");
    String note =
        "note       not masked (--profile strict or deny would mask them): 1 private key (certs/dev.pem), 1 .env (web/.env)";
    assertThat(launch.command("true")).succeeded().errContains(note);
    assertThat(launch.with("--profile=strict").command("true")).succeeded().errLacks("not masked");
  }

  private void secret(String file) {
    assertThat(
            world.shell(
                "mkdir -p \"$(dirname \"$1\")\" && echo \"$2\" >\"$1\"", file, world.envSecret()))
        .succeeded();
    assertThat(world.project().resolve(file)).isNotEmptyFile();
  }
}
