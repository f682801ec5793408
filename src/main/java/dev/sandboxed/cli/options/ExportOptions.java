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

  /** The words of {@code sandboxed export kubernetes}. */
  @Command(
      name = "kubernetes",
      description = {
        "Prints the sandbox as objects of Kubernetes, for kubectl apply --filename -.",
        "Comments say of each promise who keeps it. Whatever of the sandbox has no counterpart there is refused, unless it is accepted"
            + " as lost by its name."
      },
      customSynopsis = {
        "sandboxed export kubernetes OPTION… AGENT [OPTION OF RUN…] [WORD…]",
        "       sandboxed export kubernetes OPTION… [OPTION OF RUN…] -- COMMAND [WORD…]"
      })
  public static final class Kubernetes {

    @Option(
        names = KubernetesWords.KIND,
        paramLabel = "KIND",
        description =
            "job: a Job with its NetworkPolicy, which is the default. sandbox: a SandboxTemplate of kubernetes-sigs/agent-sandbox.")
    String kind = "";

    @Option(
        names = KubernetesWords.NAME,
        paramLabel = "NAME",
        description = "The name of the objects, instead of sandboxed-AGENT.")
    String name = "";

    @Option(
        names = KubernetesWords.IMAGE,
        paramLabel = "IMAGE",
        description = "The image with the agent and its tools. Always needed.")
    String image = "";

    @Option(
        names = KubernetesWords.REF,
        paramLabel = "URL#REF",
        description = "Every pod clones this branch, tag or commit.")
    String ref = "";

    @Option(
        names = KubernetesWords.CLAIM,
        paramLabel = "NAME",
        description =
            "The project is in this PersistentVolumeClaim; with --project-ref, each clone is a directory there.")
    String claim = "";

    @Option(
        names = KubernetesWords.SIZE,
        paramLabel = "SIZE",
        description = "The most that a clone without a claim takes up, such as 10Gi.")
    String size = "";

    @Option(
        names = KubernetesWords.SECRET,
        paramLabel = "NAME",
        description = "The Secret that has the values of the variables named by --variable.")
    String secret = "";

    @Option(
        names = KubernetesWords.VARIABLE,
        paramLabel = "NAME",
        description =
            "Pass this variable from the Secret, in which it has the same name. No value is written down.")
    List<String> variables = List.of();

    @Option(
        names = KubernetesWords.RUNTIME,
        paramLabel = "NAME",
        description = "The runtime class of the pods, such as one of gVisor or Kata.")
    String runtime = "";

    @Option(
        names = KubernetesWords.SECCOMP,
        paramLabel = "PATH",
        description = "A seccomp profile on every node, instead of the runtime's own.")
    String seccomp = "";

    @Option(
        names = KubernetesWords.COUNT,
        paramLabel = "N",
        description = "So many pods, each with a clone of its own.")
    int count;

    @Option(
        names = KubernetesWords.ACCEPT,
        paramLabel = "LOSS",
        description =
            "Give this up: devices, files, limits, login, masked, protected or sockets. The output repeats what was lost.")
    List<String> accepted = List.of();

    @Option(
        names = KubernetesWords.OUTPUT,
        paramLabel = "FILE",
        description = "Write to a new file instead of standard output.")
    String output = "";

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "This text.")
    boolean help;
  }
}
