package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tools that put one small program, a shim, on PATH under many names, and start the real program
 * from a place of their own. Inside the sandbox a shim would not find its manager's files, so the
 * manager is asked here.
 */
final class VersionManagers {

  // Each of these answers `MANAGER which NAME` with the program's path.
  private static final List<String> KNOWN =
      List.of("mise", "asdf", "volta", "nodenv", "pyenv", "rbenv", "goenv");

  private final Programs programs;
  private final Inquiry inquiry;

  VersionManagers(Programs programs) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
  }

  /**
   * The program behind a shim; any other program itself.
   *
   * @param real the program, with every symlink resolved
   */
  Path resolve(Path real, String name) {
    return manager(real).map(manager -> ask(manager, name)).orElse(real);
  }

  private Optional<Path> manager(Path real) {
    String file = String.valueOf(real.getFileName());
    return KNOWN.stream()
        .filter(known ->
            file.equals(known)
                || file.equals(known + "-shim")
                || (real.getParent() != null
                    && real.getParent().endsWith("shims")
                    && real.toString().contains(known)))
        .findFirst()
        .flatMap(programs::find);
  }

  private Path ask(Path manager, String name) {
    ProgramCall call =
        ProgramCall.of(manager, List.of("which", name))
            .in(Path.of("."))
            .with(programs.environment(inquiry.environment()));
    try {
      ProgramOutput output = inquiry.output(call);
      Path program = Path.of(output.text().strip());
      if (output.end().succeeded()
          && program.isAbsolute()
          && inquiry.isFile(program)
          && inquiry.isExecutable(program)) {
        return inquiry.real(program);
      }
    } catch (IOException | IllegalArgumentException noAnswer) {
      throw failure(manager, name);
    }
    throw failure(manager, name);
  }

  private static UserFailure failure(Path manager, String name) {
    return new UserFailure(
        UserFailure.NOT_FOUND,
        List.of(
            Problem.of(
                "agent.version-manager",
                manager + " has a shim for " + name + " but cannot say where the program is",
                "see what it says: " + manager.getFileName() + " which " + name)));
  }
}
