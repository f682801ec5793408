package dev.sandboxed.check;

import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.seccomp.Architecture;
import java.util.List;
import java.util.stream.Stream;

/** Everything that a plan promises, with what is to be tried. */
public final class Promises {

  private Promises() {}

  /**
   * The promises of a plan, each once.
   *
   * @param architecture of this machine's own programs
   */
  public static List<Promise> of(SandboxPlan plan, Outside outside, Architecture architecture) {
    return Stream.of(
            new FilePromises(plan, outside).all(),
            new KernelPromises(plan, outside, architecture).all(),
            new SurroundingPromises(plan, outside).all())
        .flatMap(List::stream)
        .toList();
  }
}
