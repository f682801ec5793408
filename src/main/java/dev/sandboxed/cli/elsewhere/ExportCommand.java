package dev.sandboxed.cli.elsewhere;

import dev.sandboxed.cli.options.ExportWords;
import dev.sandboxed.export.Loss;
import dev.sandboxed.export.OciBundle;
import dev.sandboxed.export.Wishes;
import dev.sandboxed.export.write.BundleDirectory;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.planning.PreparedLaunch;
import dev.sandboxed.problem.Columns;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.seccomp.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code sandboxed export}: a sandbox for a program of others. */
public final class ExportCommand {

  private static final int COLUMNS = 80;

  private static final int INDENT = 15;

  private final Consumer<String> teller;
  private final Inquiry inquiry;
  private final Path workingDirectory;
  private final Architecture architecture;

  /**
   * Does nothing yet.
   *
   * @param teller prints a text in which commands are spelled as the person does
   * @param architecture of this machine's own programs
   */
  public ExportCommand(
      Consumer<String> teller, Inquiry inquiry, Path workingDirectory, Architecture architecture) {
    this.teller = teller;
    this.inquiry = inquiry;
    this.workingDirectory = workingDirectory;
    this.architecture = architecture;
  }

  /**
   * Writes a bundle, and says what is different in it.
   *
   * @param draft makes the plan, when the directory is known to be free
   * @param lay makes on this machine what the sandbox of the plan is mounted on
   * @param arguments the agent's, after those of the plan
   */
  public int oci(
      ExportWords words,
      Supplier<PreparedLaunch> draft,
      Consumer<PreparedLaunch> lay,
      List<String> arguments) {
    BundleDirectory directory =
        BundleDirectory.at(workingDirectory.resolve(words.directory()).normalize());
    PreparedLaunch launch = draft.get();
    OciBundle bundle =
        OciBundle.of(launch.plan(), wishes(words, launch.plan(), arguments), directory.path());
    lay.accept(launch);
    directory.write(bundle);
    teller.accept(text(directory.path(), bundle));
    return 0;
  }

  private Wishes wishes(ExportWords words, SandboxPlan plan, List<String> arguments) {
    List<String> passed = plan.environment().passedNames();
    Map<String, String> values =
        words.variables().stream()
            .distinct()
            .collect(
                Collectors.toMap(Function.identity(), name -> inquiry.variable(name).orElse("")));
    return new Wishes(
        arguments,
        words.terminal(),
        values,
        passed.stream().filter(name -> inquiry.variable(name).isPresent()).toList(),
        architecture);
  }

  private static String text(Path directory, OciBundle bundle) {
    String place = Printable.line(directory.toString());
    StringBuilder text =
        new StringBuilder(
            """
            %s is a bundle for OCI runtimes. To start it, as yourself:
              runc run --bundle %s NAME
            """
                .formatted(place, Quoted.forShell(directory)));
    row(text, "kept", String.join(", ", bundle.kept()));
    text.append("not as in a launch (the file losses there says it, too):\n");
    for (Loss loss : bundle.losses()) {
      row(text, loss.name(), loss.text());
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String words) {
    boolean first = true;
    for (String part : Columns.wrapped(Printable.line(words), COLUMNS - INDENT)) {
      text.append(String.format(Locale.ROOT, "  %-11s  %s\n", first ? name : "", part));
      first = false;
    }
  }
}
