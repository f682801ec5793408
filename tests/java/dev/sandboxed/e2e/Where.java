package dev.sandboxed.e2e;

import java.util.ArrayList;
import java.util.List;

/** Where to try a behaviour that must be the same outside and inside. */
enum Where {
  BARE,
  SANDBOXED;

  /** {@code command} as an argument list. */
  List<String> command(String... command) {
    List<String> all = new ArrayList<>();
    if (this == SANDBOXED) {
      all.addAll(List.of(Checkout.program("sandboxed").toString(), "run", "--quiet", "--"));
    }
    all.addAll(List.of(command));
    return all;
  }

  /** {@code line} as a person types it, with {@code sandboxed} on the {@code PATH}. */
  String line(String line) {
    return this == SANDBOXED ? "sandboxed run --quiet -- " + line : line;
  }
}
