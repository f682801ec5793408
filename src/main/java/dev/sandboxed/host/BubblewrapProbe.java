package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.machine.KernelPermissions;
import dev.sandboxed.isolation.BwrapOptions;
import dev.sandboxed.isolation.MountedLinks;
import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.isolation.PrivateMounts;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds bubblewrap and shows with a real sandbox that this machine lets it work. */
final class BubblewrapProbe {

  private static final Pattern VERSION = Pattern.compile("bubblewrap (\\d+)\\.(\\d+)");

  // --disable-userns came with 0.8, which is the oldest version the suite runs on.
  private static final int OLDEST_MINOR = 8;

  private static final String ENV = "/usr/bin/env";

  // coreutils, "env invocation": env itself failed, as opposed to the program it was told to
  // execute.
  private static final int ENV_FAILED = 125;

  // What is on every machine, in mounts that are gone at once.
  private static final List<MountedLinks.Link> TRIED =
      List.of(new MountedLinks.Link(Path.of("/bin/sh"), Path.of("/etc/passwd")));

  private final Programs programs;
  private final Inquiry inquiry;

  /** A probe that looks for bubblewrap among these programs. */
  BubblewrapProbe(Programs programs) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
  }

  /**
   * Finds the bubblewrap that works on this machine.
   *
   * @throws UserFailure with the reason and the remedy, if no sandbox can be made here
   */
  Bubblewrap probe() {
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
    Optional<Entrance> entrance = entrance(program, false);
    Optional<String> nesting = entrance.isPresent() ? Optional.empty() : makeSandbox(program);
    if (nesting.isPresent()) {
      entrance = entrance(program, true);
    }
    return new Bubblewrap(
        program,
        Integer.parseInt(version.group(1)),
        Integer.parseInt(version.group(2)),
        nesting,
        entrance.map(Entrance::unshare),
        entrance.flatMap(Entrance::perl));
  }

  private Matcher version(Path program) {
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

  /** The programs that bubblewrap can be started behind: one for its mounts, one for links. */
  private record Entrance(Path unshare, Optional<Path> perl) {}

  /**
   * Tries both at once, because a program takes longer to start than all that it does here; then
   * the first alone.
   */
  private Optional<Entrance> entrance(Path program, boolean nesting) {
    Optional<Path> unshare = programs.find("unshare");
    if (unshare.isEmpty()) {
      return Optional.empty();
    }
    List<String> mounts = PrivateMounts.behind(unshare.get(), List.of());
    Optional<Path> perl =
        programs
            .find("perl")
            .filter(found ->
                sandbox(concat(mounts, MountedLinks.behind(found, TRIED)), program, nesting)
                        .exitStatus()
                    == 0);
    return perl.isPresent() || sandbox(mounts, program, nesting).exitStatus() == 0
        ? Optional.of(new Entrance(unshare.get(), perl))
        : Optional.empty();
  }

  private static List<String> concat(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /**
   * @return why it cannot keep a sandbox from making user namespaces itself, if it cannot
   */
  private Optional<String> makeSandbox(Path program) {
    Answer answer = sandbox(List.of(), program, false);
    if (answer.exitStatus() == 0) {
      return Optional.empty();
    }
    Answer nesting = sandbox(List.of(), program, true);
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
              KernelPermissions.look(inquiry).remedy()));
    }
    return Optional.of(answer.text().strip());
  }

  /**
   * Isolates as a launch does, with the host's own files, so that only the kernel's permission is
   * in question.
   *
   * @param entrance the words that bubblewrap is started behind
   * @param nesting whether user namespaces may be made inside
   */
  private Answer sandbox(List<String> entrance, Path program, boolean nesting) {
    List<String> words = new ArrayList<>(entrance);
    words.add(program.toString());
    words.addAll(BwrapOptions.of(Namespace.OF_EVERY_SANDBOX, nesting).words());
    words.addAll(List.of("--ro-bind", "/", "/"));
    words.addAll(BwrapOptions.PROC_AND_DEV);
    words.addAll(
        List.of(
            "--",
            ENV,
            // As in src/main/bash/launch.
            "--default-signal=TERM",
            program.toString(),
            "--version"));
    return run(Path.of(words.getFirst()), words.subList(1, words.size()));
  }

  private record Answer(int exitStatus, String text) {}

  private Answer run(Path program, List<String> arguments) {
    try {
      ProgramOutput output =
          inquiry.output(
              ProgramCall.of(program, arguments).holding(ProgramCall.Validity.WHILE_ALLOWED));
      return new Answer(output.end().status(), output.text() + output.end().errors());
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "bwrap.broken",
              "cannot run " + program + ": " + e.getMessage(),
              "install bubblewrap again, or put a working bwrap first on PATH"));
    }
  }
}
