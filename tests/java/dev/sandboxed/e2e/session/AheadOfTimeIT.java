package dev.sandboxed.e2e.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
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

  @Test
  void aCacheThatIsMissingIsMadeAgainAndWhereNoneCanBeMadeThatIsSaidOnce() {
    try (HostWorld world = HostWorld.create()) {
      OutcomeAssert.assertThat(
              world.shell(
                  """
                  set -e
                  mkdir ~/copy ~/copy/target
                  cd "$1"
                  cp -a bin pom.xml profiles .mvn src ~/copy
                  cp -a target/app ~/copy/target
                  cd ~/copy/target/app
                  { printf '%s\\0' ~/copy; tail -zn +2 "$1/target/app/built"; } >built
                  rm sandboxed.aot
                  """,
                  Checkout.directory().toString()))
          .succeeded();
      String version = "~/copy/bin/sandboxed --version";

      OutcomeAssert.assertThat(world.shell(version))
          .succeeded()
          .errContains("sandboxed: making the cache again that lets it start quickly (once)")
          .errLacks("sandboxed:  …");
      OutcomeAssert.assertThat(world.shell(version)).succeeded().errIsEmpty();
      theCacheHoldsWhatPlansALaunch(world);
      theCacheHoldsWhatKeepsAnIndex(world);

      String unmakeable = "cd ~/copy/target/app && rm sandboxed.aot && mkdir sandboxed.aot && ";
      OutcomeAssert.assertThat(world.shell(unmakeable + version))
          .succeeded()
          .errContains("cannot be made, so each launch takes about a second longer");
      OutcomeAssert.assertThat(world.shell(version)).succeeded().errIsEmpty();
    }
  }

  /**
   * A cache from a launch that was refused holds little more than the reader of the command line.
   */
  private static void theCacheHoldsWhatPlansALaunch(HostWorld world) {
    OutcomeAssert.assertThat(
            world.shell(
                """
                SANDBOXED_HOME=~/copy "$1/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
                  -XX:AOTCache="$HOME/copy/target/app/sandboxed.aot" -Xlog:class+load:file="$HOME/loaded" \
                  -jar ~/copy/target/app/sandboxed.jar run --dry-run --network none -- true >/dev/null
                grep -c '[$]TypeSwitch' ~/loaded
                grep -c ' dev[.]sandboxed[.].* source: shared' ~/loaded
                grep ' dev[.]sandboxed[.].* source: [jf]' ~/loaded
                """,
                System.getProperty("java.home")))
        .satisfies(outcome -> {
          List<String> lines = outcome.out().lines().toList();
          // src/build/PlainCalls.java has written them out.
          assertThat(lines.getFirst()).isEqualTo("0");
          int remembered = Integer.parseInt(lines.get(1));
          assertThat(remembered).isGreaterThan(300);
          assertThat(lines.size() - 2).as(outcome.out()).isLessThan(remembered / 5);
        });
  }

  /** The very first launch keeps no index, so it would not train what writes one. */
  private static void theCacheHoldsWhatKeepsAnIndex(HostWorld world) {
    OutcomeAssert.assertThat(
            world.shell(
                """
                export SANDBOXED_HOME=~/copy SANDBOXED_WARM="1 2 3 4 0000000000000005:$HOME/.cache/sandboxed/warm"
                for launch in 1 2; do
                  "$1/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
                    -XX:AOTCache="$HOME/copy/target/app/sandboxed.aot" -Xlog:class+load:file="$HOME/loaded" \
                    -jar ~/copy/target/app/sandboxed.jar run --network none -- true
                done
                ls ~/.cache/sandboxed/warm
                grep -o ' dev[.]sandboxed[.]watch[.]Again[$].*source: shared' ~/loaded | grep -c Lambda
                """,
                System.getProperty("java.home")))
        .outContains("0000000000000005")
        .succeeded();
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
