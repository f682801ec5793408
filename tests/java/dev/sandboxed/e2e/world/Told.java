package dev.sandboxed.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code sandboxed denials} tells of the last session of the project. */
public final class Told {

  private Told() {}

  /**
   * What an observed session was refused of files, calls and the network, as lines; without what is
   * folded away.
   */
  public static List<String> refused(HostWorld world) {
    Outcome told = world.sandboxed("denials", "--json");
    try {
      JsonNode root = new ObjectMapper().readTree(told.out());
      // Otherwise nothing would be told, whatever was refused.
      assertThat(root.path("observed").asBoolean()).as(told.describe()).isTrue();
      assertThat(root.path("whole").asBoolean()).as(told.describe()).isTrue();
      assertThat(root.path("folded").asInt()).as(told.describe()).isPositive();
      assertThat(root.path("others").asInt() + root.path("counted").asInt()).isZero();
      List<String> lines = new ArrayList<>();
      root.path("denials")
          .forEach(one ->
              lines.add(
                  one.path("kind").asText()
                      + " "
                      + one.path("asked").asText()
                      + one.path("name").asText()
                      + one.path("address").asText()));
      root.path("tried")
          .forEach(one ->
              lines.add(
                  "%s %s %s %s"
                      .formatted(
                          one.path("outcome").asText(),
                          one.path("kind").asText(),
                          one.path("what")
                              .asText()
                              .replace(world.project().toString(), ".")
                              .replace(world.home().toString(), "~"),
                          one.path("error").asText())));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
