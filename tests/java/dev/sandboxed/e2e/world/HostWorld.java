package dev.sandboxed.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A throw-away person: a home with a private key, a login name, two projects, and an environment
 * that holds nothing of the person who runs the tests. Closing it kills every process that belongs
 * to it and removes its files.
 */
public final class HostWorld implements AutoCloseable {

  /** In the environment of everything started here, so that it can be found again. */
  private static final String MARKER = "SANDBOXED_TEST_WORLD";

  // Not /tmp: the sandbox has one of its own, so a home below it would be a special case.
  private static final Path PLACE = Path.of("/var/tmp");

  private final Path root;
  private final Path io;
  private final Map<String, String> environment = new TreeMap<>();
  private final Set<Launch> launches = new HashSet<>();
  private List<String> entrance = List.of();
  private final String sshKey = "canary-ssh-" + UUID.randomUUID();
  private final String envSecret = "canary-env-" + UUID.randomUUID();
  private final String otherSecret = "canary-other-" + UUID.randomUUID();

  private HostWorld(Path root) throws IOException {
    this.root = root;
    this.io = Files.createDirectory(root.resolve("io"));
  }

  public static HostWorld create() {
    try {
      Path root = Files.createTempDirectory(PLACE, "sandboxed-world-").toRealPath();
      HostWorld world = new HostWorld(root);
      world.furnish();
      return world;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path home() {
    return root.resolve("home");
  }

  /** A git work tree with one commit, an {@code .env} and files with odd names. */
  public Path project() {
    return home().resolve("work/project");
  }

  /** Another project of the same person. */
  public Path otherProject() {
    return home().resolve("work/other");
  }

  /** {@code TMPDIR}: what programs forget there can be seen. */
  public Path temporary() {
    return root.resolve("tmp");
  }

  /** For sockets and other things that are neither the person's nor the project's. */
  public Path backstage() {
    return io;
  }

  /** The text of {@code ~/.ssh/id_rsa}. */
  public String sshKey() {
    return sshKey;
  }

  /** The secret in the project's {@code .env}. */
  public String envSecret() {
    return envSecret;
  }

  /** The text of {@code notes.txt} in the other project. */
  public String otherSecret() {
    return otherSecret;
  }

  public HostWorld set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Sets {@code XDG_*} to directories of this world that are not the usual ones. */
  public HostWorld setXdgDirectories() {
    for (String kind : List.of("CONFIG", "DATA", "STATE", "CACHE")) {
      set("XDG_" + kind + "_HOME", directory(home().resolve("xdg-" + kind)).toString());
    }
    return set("XDG_RUNTIME_DIR", directory(root.resolve("runtime")).toString());
  }

  /** Puts {@code program} on the {@code PATH} as {@code name}, in place of an earlier one. */
  public HostWorld install(String name, Path program) {
    try {
      Path link = programs().resolve(name);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, program);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a shell script on the {@code PATH} as {@code name}, in place of an earlier program. */
  public HostWorld installScript(String name, String script) {
    try {
      Path file = programs().resolve(name);
      Files.deleteIfExists(file);
      Files.writeString(file, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on everything is started through {@code command}, as its arguments. */
  public HostWorld behind(String... command) {
    entrance = List.of(command);
    return this;
  }

  /** Runs a program in the project. */
  public Outcome run(String... command) {
    return start(command).finish();
  }

  /** Runs a shell script in the project; {@code arguments} are its {@code $1}, {@code $2}… */
  public Outcome shell(String script, String... arguments) {
    return shellIn(project(), script, arguments);
  }

  /** Does the same in another directory. */
  public Outcome shellIn(Path directory, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(List.of(arguments));
    return start(directory, command).finish();
  }

  /** Runs {@code bin/sandboxed} of the checkout in the project. */
  public Outcome sandboxed(String... arguments) {
    return startSandboxed(arguments).finish();
  }

  /** Notes that there was such a launch, whatever its command was. */
  void remember(Launch launch) {
    launches.add(launch);
  }

  boolean hasHad(Launch launch) {
    return launches.contains(launch);
  }

  public Running start(String... command) {
    return start(project(), List.of(command));
  }

  public Running startSandboxed(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Checkout.program("sandboxed").toString()));
    command.addAll(List.of(arguments));
    return start(project(), command);
  }

  public Running start(Path directory, List<String> command) {
    return startBare(directory, Stream.concat(entrance.stream(), command.stream()).toList());
  }

  /** Undoes {@link #behind}. */
  public Running startBare(Path directory, List<String> command) {
    return Running.start(command, directory, environment, io);
  }

  /** Everything alive that belongs to this world, sandboxes included. */
  public List<HostProcess> processes() {
    return HostProcess.showing(root.getFileName().toString());
  }

  /** Waits for the last process of this world to end. */
  public void waitUntilNothingRuns() {
    Waiting.until(() -> processes().isEmpty(), () -> "the end of " + processes());
  }

  /** Everything below {@code directory}, sorted, as {@code find} prints it. */
  public List<String> filesBelow(Path directory) {
    return shell("cd -- \"$1\" && find . | LC_ALL=C sort", directory.toString())
        .out()
        .lines()
        .toList();
  }

  @Override
  public void close() {
    Waiting.until(() -> killAll(), () -> "the end of " + processes());
    // Names and permissions that Java cannot handle are part of the tests.
    Map<String, String> path = Map.of("PATH", "/usr/bin:/bin");
    Running.start(List.of("chmod", "-R", "u+rwX", root.toString()), PLACE, path, io).finish();
    try {
      new ProcessBuilder("rm", "-rf", root.toString()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Files.exists(root)) {
      throw new AssertionError("could not remove " + root);
    }
  }

  private Path programs() {
    return home().resolve("bin");
  }

  private boolean killAll() {
    List<HostProcess> alive = processes();
    alive.forEach(
        process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
    return alive.isEmpty();
  }

  private void furnish() throws IOException {
    directory(home());
    directory(temporary());
    set(MARKER, root.getFileName().toString());
    set("HOME", home().toString());
    set("PATH", directory(programs()) + ":/usr/bin:/bin");
    set("LANG", "C.UTF-8");
    set("USER", System.getProperty("user.name"));
    set("LOGNAME", System.getProperty("user.name"));
    set("SHELL", "/bin/bash");
    set("TERM", "xterm-256color");
    set("TMPDIR", temporary().toString());
    secret(home().resolve(".ssh/id_rsa"), sshKey);
    write(
        home().resolve(".gitconfig"),
        "[user]\n\tname = Ada Person\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n");
    secret(otherProject().resolve("notes.txt"), otherSecret);
    write(project().resolve("README.md"), "# A project\n");
    write(project().resolve(".gitignore"), ".env\n");
    secret(project().resolve(".env"), "TOKEN=" + envSecret + "\n");
    // A space, a quote, a dollar, a newline, and a byte that is not UTF-8.
    Outcome made =
        shell(
            """
            set -e
            touch -- 'with space' "it's" '$(touch nope)' $'new\\nline' $'latin-\\xe9' -dash
            git init -q && git add -A && git commit -qm 'Begin'
            """);
    if (made.exit() != 0) {
      throw new AssertionError("cannot make a project: " + made.describe());
    }
  }

  private static void secret(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Path directory(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
