package dev.sandboxed.e2e.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.profile.text.ProfileSchema;
import dev.sandboxed.toml.Shape;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** A key that is accepted is enforced: each has a test that flips it and sees the change. */
class EveryKeyTest {

  private static final String WHAT_TO_DO =
      "%s of the schema of %s: a key without a test that flips it needs one that sees the sandbox"
          + " change, with @Flips(%s = \"the.key\"), and a key that no schema has belongs in no @Flips";

  @Test
  void aTestFlipsEachKeyOfAProfile() throws Exception {
    assertThat(flipped(Flips::profile))
        .as(WHAT_TO_DO, "the keys", "profiles", "profile")
        .isEqualTo(keys(ProfileSchema.ofProfiles()));
  }

  @Test
  void aTestFlipsEachKeyOfAnAgentDefinition() throws Exception {
    assertThat(flipped(Flips::agent))
        .as(WHAT_TO_DO, "the keys", "agent definitions", "agent")
        .isEqualTo(keys(ProfileSchema.ofAgents()));
  }

  @Test
  void whatFlipsAKeyIsATest() throws Exception {
    assertThat(flips()).allMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
  }

  private static Set<String> flipped(Function<Flips, String[]> keys) throws Exception {
    Set<String> flipped = new TreeSet<>();
    for (Method method : flips()) {
      Flips flips = method.getAnnotation(Flips.class);
      flipped.addAll(List.of(keys.apply(flips)));
      flipped.addAll(List.of(flips.shared()));
    }
    return flipped;
  }

  private static List<Method> flips() throws IOException, URISyntaxException {
    Path compiled =
        Path.of(EveryKeyTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(compiled)) {
      return files
          .map(file -> compiled.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.lastIndexOf('.')).replace('/', '.'))
          .flatMap(name -> Arrays.stream(named(name).getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(Flips.class))
          .toList();
    }
  }

  /** Nothing of it is run. */
  private static Class<?> named(String name) {
    try {
      return Class.forName(name, false, EveryKeyTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> keys(String schema) throws IOException {
    Set<String> keys = new TreeSet<>();
    collect("", new ObjectMapper().readTree(schema), keys);
    return keys;
  }

  /** A table is no key of its own, nor is a list of tables; one of texts or tables is. */
  private static void collect(String prefix, JsonNode table, Set<String> keys) {
    table
        .path("properties")
        .properties()
        .forEach(property -> {
          String key = prefix + property.getKey();
          JsonNode asked = property.getValue();
          List<JsonNode> tables =
              Stream.concat(
                      Stream.of(asked, asked.path("items")),
                      asked.path("items").path("anyOf").valueStream())
                  .filter(node -> node.has("properties"))
                  .toList();
          if (tables.isEmpty() || asked.path("items").has("anyOf")) {
            keys.add(key);
          }
          tables.forEach(inside -> collect(key + ".", inside, keys));
          JsonNode named = asked.path("additionalProperties");
          if (named.has("properties")) {
            keys.remove(key);
            collect(key + "." + Shape.TablesByName.ANY + ".", named, keys);
          }
        });
  }
}
