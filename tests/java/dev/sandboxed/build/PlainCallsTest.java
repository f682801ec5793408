package dev.sandboxed.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build writes out in the classes does what javac left to be linked. */
class PlainCallsTest {

  private static final List<Class<?>> CLASSES =
      List.of(
          Linked.class,
          Linked.Shape.class,
          Linked.Circle.class,
          Linked.Square.class,
          Linked.Nothing.class,
          Linked.Everything.class);

  @Test
  void theClassesSayTheSameAndLinkNothing(@TempDir Path directory)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Path jar = directory.resolve("some.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream output = new ZipOutputStream(file)) {
      for (Class<?> one : CLASSES) {
        output.putNextEntry(new ZipEntry(name(one)));
        output.write(bytes(Linked.class.getClassLoader(), one));
      }
    }
    assertThat(linked(Linked.class.getClassLoader())).contains("typeSwitch", "ObjectMethods");

    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                Checkout.directory().resolve("src/build/PlainCalls.java").toString(),
                jar.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      assertThat(linked(loader)).doesNotContain("typeSwitch", "ObjectMethods");
      assertThat(answers(loader.loadClass(Linked.class.getName()))).isEqualTo(Linked.answers());
    }
  }

  private static Object answers(Class<?> made) throws ReflectiveOperationException {
    Method answers = made.getDeclaredMethod("answers");
    answers.setAccessible(true);
    try {
      return answers.invoke(null);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** The class files, in which names can be read. */
  private static String linked(ClassLoader loader) throws IOException {
    StringBuilder names = new StringBuilder();
    for (Class<?> one : CLASSES) {
      names.append(new String(bytes(loader, one), StandardCharsets.ISO_8859_1));
    }
    return names.toString();
  }

  private static byte[] bytes(ClassLoader loader, Class<?> one) throws IOException {
    try (var input = loader.getResourceAsStream(name(one))) {
      return java.util.Objects.requireNonNull(input).readAllBytes();
    }
  }

  private static String name(Class<?> one) {
    return one.getName().replace('.', '/') + ".class";
  }
}
