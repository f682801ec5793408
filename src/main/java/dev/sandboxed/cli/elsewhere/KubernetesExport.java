package dev.sandboxed.cli.elsewhere;

import dev.sandboxed.cli.options.KubernetesWords;
import dev.sandboxed.export.kubernetes.Cluster;
import dev.sandboxed.export.kubernetes.Manifest;
import dev.sandboxed.files.write.NewFile;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code sandboxed export kubernetes}: a sandbox for a cluster. */
public final class KubernetesExport {

  private static final String HEAD = "HEAD";

  private final Consumer<String> printer;
  private final Path workingDirectory;

  /**
   * Does nothing yet.
   *
   * @param printer prints a text as it is
   */
  public KubernetesExport(Consumer<String> printer, Path workingDirectory) {
    this.printer = printer;
    this.workingDirectory = workingDirectory;
  }

  /**
   * Prints the objects, or writes them to a file.
   *
   * @param draft makes the plan
   * @param arguments the agent's, after those of the plan
   */
  public int export(KubernetesWords words, Supplier<SandboxPlan> draft, List<String> arguments) {
    Cluster cluster = cluster(words);
    String text = Manifest.of(draft.get(), cluster, arguments);
    words
        .value(KubernetesWords.OUTPUT)
        .map(workingDirectory::resolve)
        .ifPresentOrElse(
            file -> NewFile.write(file.normalize(), text, "choose a name that is free"),
            () -> printer.accept(text));
    return 0;
  }

  private static Cluster cluster(KubernetesWords words) {
    List<String> accepted = words.all(KubernetesWords.ACCEPT);
    accepted.stream()
        .filter(name -> !Manifest.losses().contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new UserFailure(
              Problem.of(
                  "option.usage",
                  "--accept " + Quoted.of(name) + " is not a loss",
                  "these are: " + String.join(", ", Manifest.losses())));
        });
    return new Cluster(
        words.value(KubernetesWords.KIND).equals(Optional.of(KubernetesWords.SANDBOX))
            ? Cluster.Kind.SANDBOX
            : Cluster.Kind.JOB,
        words.value(KubernetesWords.NAME),
        words.value(KubernetesWords.IMAGE).orElseThrow(),
        new Cluster.Project(
            words.value(KubernetesWords.CLAIM),
            words.value(KubernetesWords.REF).map(KubernetesExport::repository),
            words.value(KubernetesWords.SIZE)),
        words.value(KubernetesWords.SECRET),
        words.all(KubernetesWords.VARIABLE).stream().distinct().toList(),
        words.value(KubernetesWords.RUNTIME),
        words.value(KubernetesWords.SECCOMP),
        words.value(KubernetesWords.COUNT).map(Integer::parseInt).orElse(1),
        Set.copyOf(accepted));
  }

  private static Cluster.Repository repository(String said) {
    int mark = said.indexOf('#');
    return mark < 0
        ? new Cluster.Repository(said, HEAD)
        : new Cluster.Repository(said.substring(0, mark), said.substring(mark + 1));
  }
}
