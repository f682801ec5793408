package dev.sandboxed.nix;

import dev.sandboxed.fixture.ThisMachine;
import java.nio.file.Path;
import java.util.List;

/** A process that asks Nix and can be killed. */
final class AskingMain {

  private AskingMain() {}

  public static void main(String[] arguments) {
    Path nix = Path.of(arguments[0]);
    Path bubblewrap = Path.of(arguments[1]);
    new NixCli(
            ThisMachine.INQUIRY,
            nix,
            bubblewrap,
            System.getenv(),
            NixLimits.DEFAULT,
            Progress.SILENT)
        .build(Path.of("/"), List.of("anything"));
  }
}
