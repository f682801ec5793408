package dev.sandboxed.e2e.session;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Launches from a copy of the scripts and the profiles, with a Java that counts how often it is
 * started. In the copy a check can be taken out.
 */
final class Planner {

  private final HostWorld world;
  private final Path home;
  private final Path count;

  Planner(HostWorld world) {
    this.world = world;
    home = world.home().resolve("sandboxed");
    count = world.backstage().resolve("java-ran");
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p "$2/src/main"
                cp -a "$1/profiles" "$2"
                cp -a "$1/src/main/bash" "$1/src/main/perl" "$2/src/main"
                """,
                Checkout.directory().toString(),
                home.toString()))
        .succeeded();
    Path app = Checkout.directory().resolve("target/app");
    try {
      String java =
          Files.readString(app.resolve("built"), StandardCharsets.ISO_8859_1).split("\0", -1)[1]
              + "/bin/java";
      Path counting = world.backstage().resolve("java");
      Files.writeString(counting, "#!/bin/sh\necho >>" + count + "\nexec " + java + " \"$@\"\n");
      counting.toFile().setExecutable(true);
      world.set("SANDBOXED_JAVA", counting.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    world.set("SANDBOXED_HOME", home.toString());
    world.set("SANDBOXED_APP", app.toString());
    world.set("SANDBOXED_AOT", app.resolve("sandboxed.aot").toString());
  }

  /** Launches in the project. */
  Outcome launch(String... words) {
    return begin(words).finish();
  }

  Running begin(String... words) {
    return world.start(command(words).toArray(String[]::new));
  }

  /** Launches with one more variable. */
  Outcome with(String name, String value, String... words) {
    List<String> command = new ArrayList<>(List.of("env", name + "=" + value));
    command.addAll(command(words));
    return world.start(command.toArray(String[]::new)).finish();
  }

  /** Launches in another directory, and says whether Java was started. */
  boolean planIn(Path directory, String... words) {
    long before = started();
    world.start(directory, command(words)).finish();
    return started() > before;
  }

  private List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(List.of("bash", "-p", home.resolve("src/main/bash/front").toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** How often Java was started. */
  long started() {
    try {
      return Files.exists(count) ? Files.size(count) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Launches, and says whether Java was started. */
  boolean plans(String... words) {
    long before = started();
    launch(words);
    return started() > before;
  }

  /**
   * Launches until Java is not needed. The first launch in a project changes what is known of it,
   * and what is changed in the moment of a launch is looked at once more.
   */
  Outcome warm(String... words) {
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = started();
      Outcome outcome = launch(words);
      if (started() == before) {
        return outcome;
      }
    }
    throw new AssertionError("Java is started each time: " + launch(words).describe());
  }

  /** Does something with a check taken out of the script that finds a plan again. */
  <T> T without(String check, String instead, java.util.function.Supplier<T> doing) {
    Path script = home.resolve("src/main/bash/warm");
    try {
      String whole = Files.readString(script);
      if (!whole.contains(check)) {
        throw new AssertionError("there is no " + check);
      }
      Files.writeString(script, whole.replace(check, instead));
      try {
        return doing.get();
      } finally {
        Files.writeString(script, whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files in which plans are found again. */
  List<Path> indexes() {
    try (Stream<Path> files = Files.list(world.home().resolve(".cache/sandboxed/warm"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
