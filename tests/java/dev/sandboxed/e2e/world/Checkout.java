package dev.sandboxed.e2e.world;

import java.nio.file.Path;
import java.util.Optional;

/** The checkout under test: its {@code bin/} is what the tests run. */
public final class Checkout {

  private Checkout() {}

  /** {@code SANDBOXED_CHECKOUT} if it is set, otherwise the directory that Maven builds. */
  public static Path directory() {
    return Optional.ofNullable(System.getenv("SANDBOXED_CHECKOUT"))
        .or(() -> Optional.ofNullable(System.getProperty("basedir")))
        .map(Path::of)
        .orElseGet(() -> Path.of(""))
        .toAbsolutePath()
        .normalize();
  }

  public static Path program(String name) {
    return directory().resolve("bin").resolve(name);
  }
}
