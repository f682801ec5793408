package dev.sandboxed.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine before the first question.
 *
 * @param texts of files of the kernel's; empty for one that is not there
 */
public record Beginning(Instant time, Map<Path, String> texts) {

  static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  // Whether the kernel lets a sandbox be made is tried for a plan, and not again while these stay.
  private static final List<Path> FILES =
      List.of(
          MOUNTS,
          Path.of("/proc/sys/kernel/random/boot_id"),
          Path.of("/proc/sys/user/max_user_namespaces"),
          Path.of("/proc/sys/kernel/unprivileged_userns_clone"),
          Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"));

  private static final int AT_ONCE = 1 << 16;

  /** Looks at it now. */
  public static Beginning at(Instant time) {
    Map<Path, String> texts = new LinkedHashMap<>();
    FILES.forEach(file -> texts.put(file, text(file)));
    return new Beginning(time, texts);
  }

  private static String text(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      // The kernel answers the first call only: one that asks for a byte gets a byte.
      byte[] buffer = new byte[AT_ONCE];
      for (int read = stream.read(buffer); read > 0; read = stream.read(buffer)) {
        text.write(buffer, 0, read);
      }
      return text.toString(StandardCharsets.UTF_8);
    } catch (IOException absent) {
      return "";
    }
  }

  String mounts() {
    return texts.getOrDefault(MOUNTS, "");
  }
}
