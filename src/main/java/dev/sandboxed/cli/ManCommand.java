package dev.sandboxed.cli;

import dev.sandboxed.cli.shell.ManPage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sandboxed man}: the manual page, to read or to install. */
@Command(name = "man", description = "Prints the manual page. To read it: sandboxed man | man -l -")
final class ManCommand implements Callable<Integer> {

  private final Streams streams;

  @Spec CommandSpec spec = CommandSpec.create();

  ManCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    streams.out().print(ManPage.of(spec.root().commandLine()));
    return 0;
  }
}
