package dev.sandboxed.profile.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRulesTest {

  private static Reading<Profile> read(String toml) {
    return ProfileReader.read("x", "/p/x.toml", "[limits]\n" + toml);
  }

  private static LimitsRequest limits(String toml) {
    Reading<Profile> reading = read(toml);
    assertThat(reading.problems()).isEmpty();
    return reading.value().layer().kernel().limits();
  }

  @Test
  void everyLimitIsReadWithItsPlace() {
    LimitsRequest limits =
        limits(
            """
            memory = "8G"
            tasks = 512
            cpu = 2.5
            open_files = 64
            file_size = "2T"
            tmp_size = "1M"
            runtime = "90m"
            """);

    assertThat(limits.all())
        .extracting(limit ->
            limit.key() + " " + limit.value().value() + " " + limit.value().origin().describe())
        .containsExactly(
            "memory 8G profile x, /p/x.toml:2:10",
            "tasks 512 profile x, /p/x.toml:3:9",
            "cpu 2.5 profile x, /p/x.toml:4:7",
            "open_files 64 profile x, /p/x.toml:5:14",
            "file_size 2T profile x, /p/x.toml:6:13",
            "tmp_size 1M profile x, /p/x.toml:7:12",
            "runtime 90m profile x, /p/x.toml:8:11");
    assertThat(limits.memory().orElseThrow().value().bytes()).isEqualTo(8L << 30);
    assertThat(limits.fileSize().orElseThrow().value().bytes()).isEqualTo(2L << 40);
    assertThat(limits.cpu().orElseThrow().value().percent()).isEqualTo(250);
    assertThat(limits.runtime().orElseThrow().value().seconds()).isEqualTo(5400);
    assertThat(limits("cpu = 2\n").cpu().orElseThrow().value()).hasToString("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memory = '8 GB'         | from 32M to 1024T",
        "memory = '8g'           | a whole number and M, G or T",
        "memory = '0G'           | a whole number and M, G or T",
        "memory = '-1'           | a whole number and M, G or T",
        "memory = '31M'          | from 32M to 1024T",
        "memory = '1.5G'         | a whole number and M, G or T",
        "memory = '9999999T'     | from 32M to 1024T",
        "memory = '99999999999999999999G' | from 32M to 1024T",
        "memory = -1             | a whole number and M, G or T",
        "memory = 1e3            | a whole number and M, G or T",
        "memory = 0              | a whole number and M, G or T",
        "file_size = '10K'       | from 1M to 1024T",
        "tasks = 3               | must be from 32 to 4194304, not 3",
        "tasks = 4194305         | must be from 32 to 4194304, not 4194305",
        "tasks = '512'           | must be a whole number",
        "open_files = 63         | must be from 64 to 1048576, not 63",
        "cpu = 0                 | must be from 0.1 to 1024, with at most two digits",
        "cpu = 0.333             | with at most two digits behind the point, not 0.333",
        "cpu = 1025              | must be from 0.1 to 1024",
        "cpu = -1                | must be from 0.1 to 1024",
        "cpu = nan               | must be from 0.1 to 1024",
        "cpu = inf               | must be from 0.1 to 1024",
        "cpu = '2'               | must be a number, not a string",
        "runtime = '2 hours'     | write a whole number and s, m, h or d",
        "runtime = '1h30m'       | write a whole number and s, m, h or d",
        "runtime = '0s'          | write a whole number and s, m, h or d",
        "runtime = '9999999d'    | at most 10000 days",
        "runtime = 60            | write a whole number and s, m, h or d",
      })
  void whatIsNoLimitIsRefusedWithItsPlaceAndWhatIsAllowed(String line, String allowed) {
    List<Problem> problems = read(line + "\n").problems();

    assertThat(problems).hasSize(1);
    int column = line.indexOf('=') + 3;
    assertThat(problems.getFirst().render())
        .startsWith("/p/x.toml:2:" + column + ": ")
        .contains(allowed);
  }

  @Test
  void ofEachLimitTheLastLayerCounts() {
    LimitsRequest together =
        LimitsRequest.together(
            List.of(
                limits("tasks = 100\nruntime = '1h'\n"),
                LimitsRequest.SILENT,
                limits("tasks = 50\n")));

    assertThat(together.tasks().orElseThrow().value()).isEqualTo(50);
    assertThat(together.runtime().orElseThrow().value()).hasToString("1h");
    assertThat(together.memory()).isEmpty();
  }
}
