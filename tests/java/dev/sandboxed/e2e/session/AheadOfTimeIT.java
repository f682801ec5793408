package dev.sandboxed.e2e.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What makes the planner start quickly: the JVM's cache of loaded and linked classes. */
class AheadOfTimeIT {

  /** Class files of Java 5 and older are never in the cache. */
  private static final int JAVA_6 = 50;

  private static final Path APP = Checkout.directory().resolve("target/app");

  @Test
  void everyClassOfEveryLibraryCanBeInTheCache() throws IOException {
    List<String> tooOld = new ArrayList<>();
    int jars = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(APP, "*.jar")) {
      for (Path jar : all) {
        jars++;
        try (JarFile file = new JarFile(jar.toFile())) {
          file.stream()
              .filter(entry -> entry.getName().endsWith(".class"))
              .filter(entry -> version(file, entry.getName()) < JAVA_6)
              .forEach(entry -> tooOld.add(jar.getFileName() + ": " + entry.getName()));
        }
      }
    }
    assertThat(jars).isGreaterThan(1);
    assertThat(tooOld).isEmpty();
  }

  @Test
  void theCacheIsNewerThanTheJarsThatItWasMadeFrom() throws IOException {
    assertThat(Files.getLastModifiedTime(APP.resolve("sandboxed.aot")))
        .isGreaterThan(Files.getLastModifiedTime(APP.resolve("sandboxed.jar")));
  }

  /** The two bytes after the magic number and the minor version (JVMS 4.1). */
  private static int version(JarFile jar, String name) {
    try (DataInputStream bytes = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
      bytes.skipNBytes(6);
      return bytes.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
