package dev.sandboxed.e2e.world;

import java.util.ArrayList;
import java.util.List;

/** Where to try a behaviour that must be the same outside and inside. */
public enum Where {
  BARE,
  SANDBOXED;

  /** {@code command} as an argument list. */
  public List<String> command(String... command) {
    List<String> all = new ArrayList<>();
    if (this == SANDBOXED) {
      all.addAll(List.of(Checkout.program("sandboxed").toString(), "run", "--quiet", "--"));
    }
    all.addAll(List.of(command));
    return all;
  }

  /** {@code line} as a person types it, with {@code sandboxed} on the {@code PATH}. */
  public String line(String line) {
    return this == SANDBOXED ? "sandboxed run --quiet -- " + line : line;
  }
}
