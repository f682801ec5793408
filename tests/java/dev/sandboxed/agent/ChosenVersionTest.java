package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChosenVersionTest {

  @TempDir Path data = Path.of("");

  @Test
  void aChoiceCountsUntilANewerVersionIsPinned() {
    there("1.2.0");
    chosen("1.2.0 1.0.0\n");
    assertThat(used("1.0.0")).isEqualTo("1.2.0");
    assertThat(used("1.1.0")).isEqualTo("1.2.0");
    assertThat(used("1.3.0")).isEqualTo("1.3.0");
    there("0.9.0");
    chosen("0.9.0 1.0.0\n");
    assertThat(used("1.0.0")).isEqualTo("0.9.0");
    assertThat(used("1.1.0")).isEqualTo("1.1.0");
  }

  @Test
  void whatIsNotThereIsNotUsed() {
    chosen("1.2.0 1.0.0\n");
    assertThat(used("1.0.0")).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2.0", "../../x 1.0.0", "1.2.0 1.0.0 x", "1.2 1.0.0"})
  void whatIsNoChoiceLeavesThePinnedVersion(String text) {
    there("1.2.0");
    chosen(text);
    assertThat(used("1.0.0")).isEqualTo("1.0.0");
  }

  @Test
  void goingBackToThePinnedVersionEndsTheChoice() {
    there("1.2.0");
    ChosenVersion.choose(data, "tool", install("1.0.0"), "1.2.0");
    assertThat(used("1.0.0")).isEqualTo("1.2.0");
    ChosenVersion.choose(data, "tool", install("1.0.0"), "1.0.0");
    assertThat(used("1.0.0")).isEqualTo("1.0.0");
    assertThat(used("0.5.0")).isEqualTo("0.5.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1.10.0, 1.9.0",
    "1.0.0, 1.0.0-rc.1",
    "1.0.0-rc.2, 1.0.0-rc.1",
    "1.0.0-rc.1.1, 1.0.0-rc.1",
    "1.0.0-rc, 1.0.0-9"
  })
  void versionsCountAsNpmCountsThem(String newer, String older) {
    assertThat(VersionOrder.isNewer(newer, older)).isTrue();
    assertThat(VersionOrder.isNewer(older, newer)).isFalse();
    assertThat(VersionOrder.isNewer(newer, newer + "+build")).isFalse();
  }

  private String used(String pinned) {
    LiveInquiry inquiry = new LiveInquiry(Map.of(), InstantSource.system());
    return ChosenVersion.used(inquiry, data, "tool", install(pinned)).version();
  }

  private static AgentDefinition.Install install(String version) {
    return new AgentDefinition.Install("tool", version, "bin/tool");
  }

  private void there(String version) {
    Disk.file(data.resolve("agents/tool").resolve(version).resolve("bin/tool"), "x");
  }

  private void chosen(String text) {
    Disk.file(data.resolve("agents/tool/.chosen"), text);
  }
}
