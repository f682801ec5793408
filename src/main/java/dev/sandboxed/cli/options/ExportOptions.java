package dev.sandboxed.cli.options;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words of {@code sandboxed export}, as its help shows them. */
@Command(
    name = "export",
    description = {
      "Writes the sandbox down for a program of others.",
      "What such a program cannot keep is listed; a plan that it would change for the worse is refused."
    })
public final class ExportOptions {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  boolean help;

  /** The words of {@code sandboxed export oci}. */
  @Command(
      name = "oci",
      description = {
        "Writes a bundle of the OCI runtime spec, which runc starts.",
        "It has the sandbox that sandboxed run would make, for this machine and for you. No agent is started. The network has to be"
            + " none or full."
      },
      customSynopsis = {
        "sandboxed export oci [OPTION…] DIR AGENT [OPTION OF RUN…] [WORD…]",
        "       sandboxed export oci [OPTION…] DIR [OPTION OF RUN…] -- COMMAND [WORD…]"
      })
  public static final class Oci {

    @Parameters(
        index = "0",
        paramLabel = "DIR",
        description = "where it goes: a directory that is empty or not there")
    String directory = "";

    @Option(names = "--terminal", description = "Give the agent a terminal.")
    boolean terminal;

    @Option(
        names = "--variable",
        paramLabel = "NAME",
        description =
            "Write the value down that this passed variable has now. Without it no value is written, because it can be a secret.")
    List<String> variables = List.of();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "This text.")
    boolean help;
  }
}
