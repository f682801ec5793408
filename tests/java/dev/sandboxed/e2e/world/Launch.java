package dev.sandboxed.e2e.world;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A call of {@code bin/sandboxed}, built word by word.
 *
 * @param directory where the person stands
 * @param words the program first
 */
public record Launch(HostWorld world, Path directory, List<String> words) {

  public Launch {
    words = List.copyOf(words);
  }

  /** In the world's project. */
  public static Launch of(HostWorld world, String... words) {
    return new Launch(world, world.project(), List.of(Checkout.program("sandboxed").toString()))
        .with(words);
  }

  /** {@code sandboxed run --quiet}. */
  public static Launch quietly(HostWorld world) {
    return of(world, "run", "--quiet");
  }

  public Launch in(Path other) {
    return new Launch(world, other, words);
  }

  public Launch with(String... more) {
    return with(List.of(more));
  }

  public Launch with(List<String> more) {
    return new Launch(world, directory, Stream.concat(words.stream(), more.stream()).toList());
  }

  /** The call as the arguments of another program. */
  public Launch behind(String... command) {
    return new Launch(world, directory, Stream.concat(Stream.of(command), words.stream()).toList());
  }

  public Running start() {
    return world.start(directory, words);
  }

  public Outcome outcome() {
    return start().finish();
  }

  /** Runs a program inside. */
  public Outcome command(String... command) {
    return remembered(with("--").with(command).outcome());
  }

  /** Runs a shell script inside; {@code arguments} are its {@code $1}, {@code $2}… */
  public Outcome shell(String script, String... arguments) {
    return remembered(shellLaunch(script).with(arguments).outcome());
  }

  private Outcome remembered(Outcome outcome) {
    // 125: nothing was started.
    if (outcome.exit() != 125) {
      world.remember(this);
    }
    return outcome;
  }

  public Launch shellLaunch(String script) {
    return with("--", "sh", "-c", script, "sh");
  }
}
