package dev.sandboxed.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A launch with a defence taken out: a refused attack proves something only if it works without
 * that defence.
 *
 * <p>The plan is data. The real planner makes it, a copy of its directory is changed, and the real
 * launcher executes the copy as {@code src/main/bash/front} would have executed the original. Every
 * change fails if there is nothing to take out.
 *
 * <pre>{@code
 * Undefended.of(Launch.quietly(world).with("--network=none"), "cat", ".env")
 *     .withoutMount(world.project().resolve(".env"))
 *     .outcome();
 * }</pre>
 */
public final class Undefended {

  // linux/filter.h, linux/seccomp.h: a program of one instruction, "return SECCOMP_RET_ALLOW".
  private static final byte[] ALLOWS_EVERYTHING =
      ByteBuffer.allocate(8)
          .order(ByteOrder.nativeOrder())
          .putShort((short) 0x06)
          .putShort((short) 0)
          .putInt(0x7FFF0000)
          .array();

  private final Launch launch;
  private final Path plan;
  private final List<String> rest;

  private Undefended(Launch launch, Path plan, List<String> rest) {
    this.launch = launch;
    this.plan = plan;
    this.rest = List.copyOf(rest);
  }

  /**
   * Has the plan made.
   *
   * @param launch {@code sandboxed run}, its options, and the agent if there is one
   * @param command the command, or the agent's arguments
   */
  public static Undefended of(Launch launch, String... command) {
    HostWorld world = launch.world();
    // Makes the directories that are only made for a launch.
    if (!world.hasHad(launch)) {
      OutcomeAssert.assertThat(launch.with("--shell", "--", "-c", "true").outcome()).succeeded();
      world.remember(launch);
    }
    Outcome printed = launch.with("--dry-run=argv", "--").with(command).outcome();
    OutcomeAssert.assertThat(printed).succeeded();
    List<String> words =
        split(world.shell("eval \"w=($1)\"; printf '%s\\0' \"${w[@]}\"", printed.out()).out());
    Path passwd = Path.of(words.get(words.indexOf("/etc/passwd") - 1));
    Path original = passwd.resolve("../..").normalize();
    Path copy = copied(world, original);
    List<String> planned = split(read(copy.resolve("command")));
    int after = Collections.lastIndexOfSubList(words, planned) + planned.size();
    return new Undefended(launch, copy, words.subList(after, words.size()));
  }

  /**
   * Everything except the file that masks others, which nobody may read; it is mounted from there.
   */
  private static Path copied(HostWorld world, Path original) {
    try {
      Path copy = Files.createTempDirectory(world.backstage(), "plan-");
      OutcomeAssert.assertThat(
              world.shell(
                  "tar -C \"$1\" --exclude=./masked -cf - . | tar -C \"$2\" -xf -",
                  original.toString(),
                  copy.toString()))
          .succeeded();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes these consecutive words out of bubblewrap's arguments. */
  public Undefended without(String... words) {
    List<String> arguments = arguments();
    int at = Collections.indexOfSubList(arguments, List.of(words));
    assertThat(at).as("%s among %s", List.of(words), arguments).isNotNegative();
    arguments.subList(at, at + words.length).clear();
    return with("bwrap.args", arguments);
  }

  /** Mounts another place at a path inside, as where a symlink leads bubblewrap there. */
  public Undefended withSource(Path inside, Path source) {
    List<String> arguments = arguments();
    int at = Collections.indexOfSubList(arguments, List.of(inside.toString(), inside.toString()));
    assertThat(at).as("%s among %s", inside, arguments).isPositive();
    arguments.set(at, source.toString());
    return with("bwrap.args", arguments);
  }

  /** Takes out the mount at a path inside, which covers it or makes it read-only. */
  public Undefended withoutMount(Path inside) {
    String path = inside.toString();
    List<String> arguments = arguments();
    int sealed = Collections.indexOfSubList(arguments, List.of("--remount-ro", path));
    if (sealed >= 0) {
      arguments.subList(sealed, sealed + 2).clear();
    }
    for (int at = 2; at < arguments.size(); at++) {
      boolean bound = arguments.get(at - 2).matches("--(ro-)?bind");
      boolean empty = arguments.get(at - 1).equals("--tmpfs");
      if (arguments.get(at).equals(path) && (bound || empty)) {
        // An empty directory is made with the two words of its permissions before it.
        arguments.subList(empty ? at - 3 : at - 2, at + 1).clear();
        return with("bwrap.args", arguments).withoutTheCheckOf(path);
      }
    }
    List<String> entrance = new ArrayList<>(split(file("entrance")));
    int covered = entrance.lastIndexOf(path);
    if (covered > 0) {
      // A symlink that covers a configuration of git, and the file that it covers.
      entrance.subList(covered - 1, covered + 1).clear();
      return with("entrance", entrance).withoutTheCheckOf(path);
    }
    throw new AssertionError(path + " is not a mount point in " + arguments);
  }

  /** Takes out the check without which the launcher would not start the agent. */
  private Undefended withoutTheCheckOf(String path) {
    List<String> held = new ArrayList<>(split(file("held")));
    int at = held.indexOf(path);
    if (at >= 0) {
      held.subList(at - 1, at + 2).clear();
    }
    List<String> bound = new ArrayList<>(split(file("bound")));
    bound.remove(path);
    return with("held", held).with("bound", bound);
  }

  /** Takes the filter of system calls out. */
  public Undefended withoutFilter() {
    return with("seccomp.bpf", ALLOWS_EVERYTHING);
  }

  /** Replaces a file of words, each of which ends with a NUL. */
  public Undefended with(String file, List<String> words) {
    String text = String.join("", words.stream().map(word -> word + "\0").toList());
    return with(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces any file of the plan directory; docs/plan.md lists them. */
  public Undefended with(String file, byte[] content) {
    try {
      assertThat(plan.resolve(file)).exists();
      Files.write(plan.resolve(file), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the plan directory as it is now. */
  public String file(String name) {
    return read(plan.resolve(name));
  }

  public Running start() {
    List<String> words = new ArrayList<>(List.of("bash", "-p"));
    words.add(Checkout.directory().resolve("src/main/bash/launch").toString());
    // No options for the trail.
    words.add("");
    words.add(plan.toString());
    // Nothing was typed.
    words.add("0");
    words.addAll(rest);
    return launch.world().start(launch.directory(), words);
  }

  public Outcome outcome() {
    return start().finish();
  }

  private List<String> arguments() {
    return new ArrayList<>(split(file("bwrap.args")));
  }

  private static List<String> split(String words) {
    return words.isEmpty() ? List.of() : Arrays.asList(words.split("\0"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
