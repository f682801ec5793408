package dev.sandboxed.cli.elsewhere;

import dev.sandboxed.files.TextFiles;
import dev.sandboxed.files.write.NewFile;
import dev.sandboxed.foreign.ForeignSettings;
import dev.sandboxed.foreign.Surroundings;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.ProfileLibrary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sandboxed profiles import}: settings of other tools as profiles. */
@Command(
    name = "import",
    description = {
      "Prints a profile that says what settings of another tool say.",
      "Each line has its source; what has no counterpart is listed at the end. Nothing in the file is run."
    })
public final class ImportCommand implements Runnable {

  private static final String FILE = "FILE";

  private final PrintStream out;
  private final Consumer<String> teller;
  private final HostProbe probe;
  private final Installation installation;
  private final Path workingDirectory;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Reads nothing yet.
   *
   * @param teller prints a message in which commands are spelled as the person does
   */
  public ImportCommand(
      PrintStream out,
      Consumer<String> teller,
      HostProbe probe,
      Installation installation,
      Path workingDirectory) {
    this.out = out;
    this.teller = teller;
    this.probe = probe;
    this.installation = installation;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "whose settings? sandboxed profiles import srt|claude-code|devcontainer FILE");
  }

  /** Where the profile goes. */
  static final class Destination {

    @Option(
        names = "--save",
        paramLabel = "NAME",
        description = "Write it as a new profile of yours, and print where.")
    @Nullable String name;
  }

  /** Settings of Anthropic's sandbox-runtime. */
  @Command(name = "srt", description = "Settings of srt, such as ~/.srt-settings.json.")
  int srt(
      @Parameters(paramLabel = FILE, description = "the file with the settings") String file,
      @Mixin Destination destination) {
    return take(ForeignSettings.SRT, file, destination);
  }

  /** Settings of Claude Code. */
  @Command(
      name = "claude-code",
      description = "Settings of Claude Code: its sandbox, and permissions for files and hosts.")
  int claudeCode(
      @Parameters(paramLabel = FILE, description = "settings.json or settings.local.json")
          String file,
      @Mixin Destination destination) {
    return take(ForeignSettings.CLAUDE_CODE, file, destination);
  }

  /** A dev container. */
  @Command(name = "devcontainer", description = "A dev container.")
  int devContainer(
      @Parameters(paramLabel = FILE, description = "devcontainer.json") String file,
      @Mixin Destination destination) {
    return take(ForeignSettings.DEV_CONTAINER, file, destination);
  }

  private int take(ForeignSettings settings, String file, Destination destination) {
    String name = Optional.ofNullable(destination.name).orElse("imported");
    ProfileLibrary library = installation.library(probe);
    library.requireProfileName(name);
    Path place = workingDirectory.resolve(file).normalize();
    String text =
        new TextFiles(probe.inquiry())
            .read(place.toString())
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "file.missing",
                        "there is no file " + Printable.whole(file),
                        "is its name right?")));
    String profile = settings.profile(file, text, surroundings(library, place));
    Path own = installation.ownProfile(probe.toolDirectories(), name);
    // It must be a profile, whatever was in the file.
    installation
        .library(
            probe,
            path ->
                path.equals(own.toString())
                    ? Optional.of(profile)
                    : new TextFiles(probe.inquiry()).read(path))
        .profileChain(name);
    if (destination.name == null) {
      out.print(profile);
      return 0;
    }
    NewFile.write(
        own, profile, "choose another name. sandboxed profiles show " + name + " shows that one");
    out.println(own);
    out.print(notes(profile));
    teller.accept("Read it, then: sandboxed run claude --profile " + name + "\n");
    return 0;
  }

  /** What stands at the end as comments. */
  private static String notes(String profile) {
    StringBuilder notes = new StringBuilder();
    profile
        .lines()
        .filter(line -> line.startsWith("# ") && !line.startsWith("# Drafted"))
        .forEach(line -> notes.append(line.substring(2)).append('\n'));
    return notes.toString();
  }

  private Surroundings surroundings(ProfileLibrary library, Path file) {
    List<String> shown =
        library.profileChain(ForeignSettings.BASE).stream()
            .flatMap(profile -> profile.layer().paths().stream())
            .filter(ImportCommand::shows)
            .map(PathRule::pattern)
            .toList();
    String home =
        probe
            .inquiry()
            .variable("HOME")
            .filter(path -> path.startsWith("/"))
            .orElse("/nonexistent");
    return new Surroundings(home, shown, Path.of(home, ".claude").equals(file.getParent()));
  }

  private static boolean shows(PathRule rule) {
    return switch (rule.access()) {
      case READ, WRITE -> true;
      case DENY, PROTECT, DEVICE, SOCKET -> false;
    };
  }
}
