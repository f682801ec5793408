package dev.sandboxed.e2e.elsewhere;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.export.Loss;
import dev.sandboxed.export.OciBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The table in docs/security.md of who keeps which promise. */
final class PromiseTable {

  private PromiseTable() {}

  static List<String> rows() throws IOException {
    return Files.readAllLines(Checkout.directory().resolve("docs/security.md")).stream()
        .dropWhile(line -> !line.equals("<!-- promise table -->"))
        .takeWhile(line -> !line.equals("<!-- end of promise table -->"))
        .filter(line -> line.startsWith("| `"))
        .toList();
  }

  /** What the table says of a promise in a bundle. */
  static String inBundle(String promise, OciBundle bundle) {
    return bundle.losses().stream()
        .filter(loss -> loss.name().equals(promise))
        .map(Loss::text)
        .findFirst()
        .orElse("kept");
  }
}
