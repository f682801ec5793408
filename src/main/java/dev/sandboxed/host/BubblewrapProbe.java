package dev.sandboxed.host;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/** Finds bubblewrap and shows with a real sandbox that this machine lets it work. */
final class BubblewrapProbe {

  // bwrap answers in milliseconds; a machine that needs longer than this is stuck.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  // In bytes; the kernel's settings are numbers.
  private static final int LONGEST_SETTING = 1 << 12;

  private static final Pattern VERSION = Pattern.compile("bubblewrap (\\d+)\\.(\\d+)");

  // --disable-userns came with 0.8, which is the oldest version the suite runs on.
  private static final int OLDEST_MINOR = 8;

  private static final List<String> NO_NESTING =
      List.of("--disable-userns", "--assert-userns-disabled");

  private static final String ENV = "/usr/bin/env";

  // coreutils, "env invocation": env itself failed, as opposed to the program it was told to
  // execute.
  private static final int ENV_FAILED = 125;

  private BubblewrapProbe() {}

  /**
   * Finds the bubblewrap that works on this machine.
   *
   * @throws UserFailure with the reason and the remedy, if no sandbox can be made here
   */
  static Bubblewrap probe(Programs programs) {
    Path program =
        programs
            .find("bwrap")
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "bwrap.missing",
                        "bubblewrap (bwrap) is not on PATH",
                        Remedy.install("bubblewrap"))));
    Matcher version = version(program);
    Optional<Path> unshare = unshare(programs, program, NO_NESTING);
    Optional<String> nesting = unshare.isPresent() ? Optional.empty() : makeSandbox(program);
    return new Bubblewrap(
        program,
        Integer.parseInt(version.group(1)),
        Integer.parseInt(version.group(2)),
        nesting,
        nesting.isPresent() ? unshare(programs, program, List.of()) : unshare);
  }

  private static Matcher version(Path program) {
    Answer answer = run(program, List.of("--version"));
    Matcher matcher = VERSION.matcher(answer.text());
    if (!matcher.find()) {
      throw new UserFailure(
          Problem.of(
              "bwrap.broken",
              program + " --version says \"" + answer.text().strip() + "\"",
              "install bubblewrap again, or put a working bwrap first on PATH"));
    }
    int minor = Integer.parseInt(matcher.group(2));
    if (matcher.group(1).equals("0") && minor < OLDEST_MINOR) {
      throw new UserFailure(
          Problem.of(
              "bwrap.too-old",
              program + " is bubblewrap 0." + minor + ", older than 0." + OLDEST_MINOR,
              "install a newer one; the newest is best"));
    }
    return matcher;
  }

  /** The program that gives bubblewrap its own mounts, if everything works behind it. */
  private static Optional<Path> unshare(Programs programs, Path program, List<String> isolation) {
    return programs
        .find("unshare")
        .filter(found ->
            sandbox(PrivateMounts.behind(found, List.of()), program, isolation).exitStatus() == 0);
  }

  /**
   * @return why it cannot keep a sandbox from making user namespaces itself, if it cannot
   */
  private static Optional<String> makeSandbox(Path program) {
    Answer answer = sandbox(List.of(), program, NO_NESTING);
    if (answer.exitStatus() == 0) {
      return Optional.empty();
    }
    Answer nesting = sandbox(List.of(), program, List.of());
    if (nesting.exitStatus() == ENV_FAILED) {
      throw new UserFailure(
          Problem.of(
              "host.env-too-old",
              ENV + " cannot give the agent its signals back: " + nesting.text().strip(),
              "install GNU coreutils 8.31 or later"));
    }
    if (nesting.exitStatus() != 0) {
      throw new UserFailure(
          Problem.of(
              "bwrap.forbidden",
              "this machine does not let " + program + " make a sandbox: " + nesting.text().strip(),
              remedy()));
    }
    return Optional.of(answer.text().strip());
  }

  /**
   * Makes the same namespaces as a launch, with the host's own files, so that only the kernel's
   * permission is in question.
   *
   * @param entrance the words that bubblewrap is started behind
   * @param isolation options beyond these namespaces
   */
  private static Answer sandbox(List<String> entrance, Path program, List<String> isolation) {
    List<String> words = new ArrayList<>(entrance);
    words.add(program.toString());
    words.addAll(
        List.of(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup"));
    words.addAll(isolation);
    words.addAll(
        List.of(
            "--die-with-parent",
            "--cap-drop",
            "ALL",
            "--ro-bind",
            "/",
            "/",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--",
            ENV,
            // As in src/main/bash/launch.
            "--default-signal=TERM",
            program.toString(),
            "--version"));
    return run(Path.of(words.getFirst()), words.subList(1, words.size()));
  }

  private static String remedy() {
    if (setting("/proc/sys/kernel/unprivileged_userns_clone").equals(Optional.of("0"))) {
      return "user namespaces are off for ordinary users: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (setting("/proc/sys/user/max_user_namespaces").equals(Optional.of("0"))) {
      return "user namespaces are off: sysctl user.max_user_namespaces=65536";
    }
    if (setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
        .equals(Optional.of("1"))) {
      return "AppArmor restricts user namespaces to programs with a profile: use the distribution's bwrap, which has"
          + " one, or add a profile with \"userns,\" for this bwrap below /etc/apparmor.d";
    }
    if (Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"))) {
      return "this is a container: run it with user namespaces and an unmasked /proc (docker run --security-opt"
          + " seccomp=unconfined --security-opt systempaths=unconfined), or run sandboxed outside it";
    }
    return "bubblewrap needs unprivileged user namespaces; see whether a sysctl, AppArmor, SELinux or a container"
        + " forbids them here";
  }

  private static Optional<String> setting(String file) {
    try {
      return Optional.of(BoundedFile.text(Path.of(file), LONGEST_SETTING).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private record Answer(int exitStatus, String text) {}

  private static Answer run(Path program, List<String> arguments) {
    CommandLine command = new CommandLine(program.toFile());
    arguments.forEach(argument -> command.addArgument(argument, false));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    DefaultExecutor executor =
        DefaultExecutor.builder().setExecuteStreamHandler(new PumpStreamHandler(output)).get();
    executor.setExitValues(null);
    executor.setWatchdog(ExecuteWatchdog.builder().setTimeout(LIMIT).get());
    try {
      int status = executor.execute(command, Map.of());
      return new Answer(status, output.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "bwrap.broken",
              "cannot run " + program + ": " + e.getMessage(),
              "install bubblewrap again, or put a working bwrap first on PATH"));
    }
  }
}
