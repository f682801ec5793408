package dev.sandboxed.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --errors} of a command; {@link ErrorForm#wanted} reads it. */
public final class ErrorsOption {

  @Option(
      names = "--errors",
      paramLabel = "text|json",
      description = "how errors are written; json is one object for each, on a line of its own",
      completionCandidates = Candidates.ErrorForms.class)
  @Nullable String errors;
}
