package dev.sandboxed.e2e.walls;

import dev.sandboxed.e2e.world.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * The attack on anything that a mount covers or makes read-only: {@code tests/perl/escape} says how
 * it works. Scripts call it as {@code escape WORDS}.
 */
public final class Escape {

  /** Gives a launch the attack, because the file itself is not there inside. */
  public static final String OPTION = "--env=ESCAPE=" + text();

  private Escape() {}

  /** A shell script that can call the attack. */
  public static String script(String script) {
    return "escape() { perl -e \"$ESCAPE\" \"$@\"; }\n" + script;
  }

  /** What perl executes. */
  public static String text() {
    try {
      return Files.readString(Checkout.directory().resolve("tests/perl/escape"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
