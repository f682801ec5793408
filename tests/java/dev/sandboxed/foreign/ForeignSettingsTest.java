package dev.sandboxed.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of settings of other tools: the same or less, never more. */
class ForeignSettingsTest {

  private static final Surroundings AROUND =
      new Surroundings("/home/ada", List.of("~/.gitconfig", "$XDG_CONFIG_HOME/git"), false);

  private static String text(ForeignSettings tool, String json) {
    return tool.profile("s.json", json, AROUND);
  }

  private static Profile profile(String text) {
    Reading<Profile> reading = ProfileReader.read("mine", "mine.toml", text);
    assertThat(reading.problems()).as(text).isEmpty();
    return reading.value();
  }

  private static List<String> paths(String text, Access access) {
    return profile(text).layer().paths().stream()
        .filter(rule -> rule.access() == access)
        .map(PathRule::pattern)
        .toList();
  }

  private static String srt(String network, String filesystem) {
    return text(
        ForeignSettings.SRT,
        "{\"network\": {" + network + "}, \"filesystem\": {" + filesystem + "}}");
  }

  private static String claude(String deny, String allow) {
    return text(
        ForeignSettings.CLAUDE_CODE,
        "{\"permissions\": {\"deny\": [" + deny + "], \"allow\": [" + allow + "]}}");
  }

  private static List<String> notes(String text, String about) {
    return text.lines().filter(line -> line.startsWith("#   ") && line.contains(about)).toList();
  }

  @Test
  void eachLineEndsWithThePositionOfItsSetting() {
    String text =
        text(
            ForeignSettings.SRT,
            """
            {
              "network": {"allowedDomains": ["github.com"]},
              "filesystem": {"denyRead": [
                "~/.ssh"], "allowWrite": ["."]}
            }
            """);
    assertThat(text)
        .contains("  \"github.com\", # s.json:2:34 network.allowedDomains[0]\n")
        .contains("  \"~/.ssh\", # s.json:4:5 filesystem.denyRead[0]\n");
  }

  @Test
  void withoutAnAllowedDomainThereIsNoNetwork() {
    assertThat(srt("", "")).contains("tier = \"none\"");
    assertThat(text(ForeignSettings.SRT, "{}")).contains("tier = \"none\"");
    assertThat(srt("\"allowedDomains\": [\"localhost\", \"127.0.0.1:80\"]", ""))
        .contains("tier = \"none\"");
    assertThat(srt("\"allowedDomains\": [\"a.example\"], \"deniedDomains\": [\"*\"]", ""))
        .contains("tier = \"none\"")
        .doesNotContain("allow =");
    assertThat(srt("\"allowedDomains\": [\"a.example\"]", "")).contains("tier = \"allowlist\"");
  }

  @Test
  void aPortThatIsDeniedEverywhereIsTakenFromWhatIsAllowed() {
    String text =
        srt(
            "\"allowedDomains\": [\"a.example\", \"b.example:22\"], \"deniedDomains\": [\"*:22\", \"*:80\"]",
            "");
    assertThat(text).contains("\"a.example:443\",").doesNotContain("b.example");
  }

  @ParameterizedTest
  @CsvSource({
    "*.example.org, *.example.org, ''",
    "Example.org:8443, example.org:8443, ''",
    "*.example.org:22, *.example.org, at every port",
  })
  void aDeniedHostStaysDenied(String written, String expected, String said) {
    String text =
        srt("\"allowedDomains\": [\"a.example\"], \"deniedDomains\": [\"" + written + "\"]", "");
    assertThat(text).contains("deny = [\n  \"" + expected + "\",").contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.example.org:22", "10.0.0.1", "[::1]:443", "localhost", "@npm", "*"})
  void anAllowedHostThatCannotBeSaidIsLeftOut(String written) {
    String text = srt("\"allowedDomains\": [\"" + written + "\"]", "");
    assertThat(text).contains("tier = \"none\"").doesNotContain("allow =");
    assertThat(notes(text, "network.allowedDomains[0]")).hasSize(1);
  }

  @Test
  void theProjectIsReadOnlyUnlessItMayBeWritten() {
    assertThat(paths(srt("", ""), Access.READ)).containsExactly(".");
    assertThat(paths(srt("", "\"allowWrite\": [\"src\"]"), Access.READ)).containsExactly(".");
    assertThat(paths(srt("", "\"allowWrite\": [\"./\"]"), Access.READ)).isEmpty();
    assertThat(paths(srt("", "\"allowWrite\": [\".\"], \"denyWrite\": [\"/home\"]"), Access.READ))
        .containsExactly(".");
  }

  @ParameterizedTest
  @CsvSource({
    "~/.ssh/, ~/.ssh",
    "./a/b, a/b",
    "secrets/**, secrets",
    "**/*.p[ek]m, **/*.p?m",
    "a[b, a?b",
    "cost$HOME, cost$$HOME",
  })
  void whatIsDeniedIsDeniedAtLeastAsFar(String written, String expected) {
    assertThat(paths(srt("", "\"denyRead\": [\"" + written + "\"]"), Access.DENY))
        .containsExactly(expected);
  }

  @Test
  void aPatternAboutAllOfTheHomeClosesWhatIsShown() {
    String text = srt("", "\"denyRead\": [\"~/**/.env\"], \"allowRead\": [\"~/docs\"]");
    assertThat(paths(text, Access.DENY)).containsExactly("**/.env", "~/docs/**/.env");
  }

  /** In a profile the longest path wins: the one below it shows these two. */
  @Test
  void whatTheProfileBelowShowsInADeniedDirectoryIsDeniedToo() {
    assertThat(paths(srt("", "\"denyRead\": [\"~\"]"), Access.DENY))
        .containsExactly("~", "~/.gitconfig", "$XDG_CONFIG_HOME/git");
    assertThat(paths(srt("", "\"denyRead\": [\"/home/ada/.config\"]"), Access.DENY))
        .containsExactly("/home/ada/.config", "$XDG_CONFIG_HOME/git");
  }

  @Test
  void whatIsReadableAgainInADeniedDirectoryIsReadable() {
    String text = srt("", "\"denyRead\": [\"~\"], \"allowRead\": [\"~/docs\"]");
    assertThat(paths(text, Access.READ)).contains("~/docs");
  }

  @ParameterizedTest
  @CsvSource({
    "denyRead, **/keys, lib/keys/x",
    "denyRead, lib, lib",
    "denyWrite, lib, lib/out",
    "denyWrite, ~/w, ~/w/x/y",
    "denyWrite, ., lib",
    "denyWrite, l*b, lib/out",
    "denyRead, k**s, kit/lib/keys/x",
  })
  void aGrantBelowSomethingThatStaysClosedIsLeftOut(String key, String closed, String granted) {
    String text =
        srt("", "\"" + key + "\": [\"" + closed + "\"], \"allowWrite\": [\"" + granted + "\"]");
    assertThat(paths(text, Access.WRITE)).isEmpty();
    assertThat(notes(text, "stays ")).hasSize(1);
    // Without what closes it, it is granted.
    assertThat(paths(srt("", "\"allowWrite\": [\"" + granted + "\"]"), Access.WRITE))
        .containsExactly(granted);
  }

  @Test
  void aProtectionOpensNothingThatIsClosed() {
    String text =
        srt("", "\"denyRead\": [\"lib\", \"**/k\"], \"denyWrite\": [\"lib/x\", \"a/k/x\", \"b\"]");
    assertThat(paths(text, Access.PROTECT)).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "~",
        "/home",
        "/home/ada",
        "/tmp",
        "/tmp/x",
        "/dev/kvm",
        "/proc/1",
        "/usr/lib",
        "/etc",
        "/var/run/docker.sock",
        "~/.x/y.sock",
        "../other",
        "~/*",
        "src/*.c",
      })
  void placesThatNoProfileShouldGrantAreLeftOut(String place) {
    String text = srt("", "\"allowWrite\": [\"" + place + "\"]");
    assertThat(paths(text, Access.WRITE)).isEmpty();
    assertThat(notes(text, "filesystem.allowWrite[0]")).hasSize(1);
  }

  @Test
  void unknownKeysAreToldWithTheirPosition() {
    String text =
        text(
            ForeignSettings.SRT,
            "{\"netwrk\": {},\n \"filesystem\": {\"denyRaed\": []}, \"credentials\": {\"x\": 1}}");
    assertThat(notes(text, "is not a setting of"))
        .anyMatch(line -> line.contains("s.json:1:12 netwrk:"))
        .anyMatch(line -> line.contains("s.json:2:29 filesystem.denyRaed:"))
        .anyMatch(line -> line.contains("credentials.x:"));
  }

  @Test
  void aCredentialThatIsDeniedIsNotPassed() {
    String text =
        text(
            ForeignSettings.SRT,
            """
            {"credentials": {"envVars": [{"name": "GH_TOKEN", "mode": "deny"}, {"name": "NPM", "mode": "mask"}],
             "files": [{"path": "~/.netrc", "mode": "mask"}]}}
            """);
    assertThat(text).contains("GH_TOKEN = \"\" #").contains("NPM = \"\" #");
    assertThat(paths(text, Access.DENY)).containsExactly("~/.netrc");
  }

  @ParameterizedTest
  @CsvSource({
    "Read(.env), **/.env",
    "Read(./.env), .env",
    "Read(./secrets/**), secrets",
    "Read(secrets/**), secrets",
    "Read(~/.aws/**), ~/.aws",
    "Read(//etc/shadow), /etc/shadow",
    "Read(/config/*.toml), config/*.toml",
    "Glob(*.pem), **/*.pem",
  })
  void whatClaudeMayNotReadIsDenied(String rule, String expected) {
    assertThat(paths(claude("\"" + rule + "\"", ""), Access.DENY)).containsExactly(expected);
  }

  @Test
  void rulesOfThePersonsOwnSettingsStartThere() {
    String text =
        ForeignSettings.CLAUDE_CODE.profile(
            "settings.json",
            "{\"permissions\": {\"deny\": [\"Edit(/agents/**)\"]},"
                + "\"sandbox\": {\"filesystem\": {\"denyRead\": [\"plugins\"]}}}",
            new Surroundings("/home/ada", List.of(), true));
    assertThat(paths(text, Access.PROTECT)).containsExactly("~/.claude/agents");
    assertThat(paths(text, Access.DENY)).containsExactly("~/.claude/plugins");
  }

  @Test
  void whatClaudeMayNotEditIsProtected() {
    assertThat(paths(claude("\"Edit(infra/**)\"", ""), Access.PROTECT)).containsExactly("infra");
    assertThat(paths(claude("\"Edit\"", ""), Access.READ)).containsExactly(".");
    assertThat(paths(claude("\"Edit(**)\"", ""), Access.READ)).containsExactly(".");
  }

  @Test
  void whatClaudeMayDoIsGrantedOnlyWhereItIsAFileOrAHost() {
    String text =
        claude(
            "",
            "\"Read(~/n/**)\", \"Edit(~/o/**)\", \"Edit(src/**)\", \"WebFetch(domain:a.example)\", \"Bash(rm *)\", \"WebFetch\", \"Read\"");
    assertThat(paths(text, Access.READ)).containsExactly("~/n");
    assertThat(paths(text, Access.WRITE)).containsExactly("~/o");
    assertThat(text).contains("allow = [\n  \"a.example\",");
    assertThat(notes(text, "no tools")).hasSize(3);
  }

  @Test
  void rulesThatNobodyCanKeepAreTold() {
    String text = claude("\"Bash(curl *)\", \"WebFetch\", \"Read(!x)\", \"??(\"", "");
    assertThat(notes(text, "permissions.deny")).hasSize(4);
  }

  @Test
  void aDevContainerGivesMountsVariablesPortsAndLimits() {
    String text =
        text(
            ForeignSettings.DEV_CONTAINER,
            """
            {
              // comments, and a comma at the end
              "image": "x",
              "mounts": [
                "source=${localEnv:HOME}/.cargo,target=/c,type=bind",
                {"type": "bind", "source": "/srv/data", "target": "/srv/data"},
                "type=bind,src=${localWorkspaceFolder}/gen,dst=/gen,readonly",
                "source=${localEnv:DATA}/x,target=/x,type=bind",
                "source=v,target=/v,type=volume",
              ],
              "containerEnv": {"A": "1", "T": "${localEnv:T}", "U": "${localEnv:T}", "PATH": "/x", "LD_PRELOAD": "x"},
              "remoteEnv": {"A": "2"},
              "forwardPorts": [3000, "db:5432"],
              "runArgs": ["--privileged", "--memory=4g", "--pids-limit", "512", "--cpus", "1.5", "--network", "host"],
            }
            """);
    assertThat(paths(text, Access.WRITE)).containsExactly("~/.cargo");
    assertThat(paths(text, Access.READ)).containsExactly("gen");
    assertThat(text)
        .contains("A = \"2\" #")
        .contains("pass = [\n  \"T\",")
        .doesNotContain("\nU =")
        .doesNotContain("\nPATH =")
        .doesNotContain("\nLD_PRELOAD =")
        .contains("publish = [\n  \"3000\",")
        .contains("memory = \"4G\"")
        .contains("tasks = 512")
        .contains("cpu = 1.50")
        .doesNotContain("\ntier =");
    assertThat(notes(text, "--privileged")).hasSize(1);
    assertThat(notes(text, "belongs to the system")).hasSize(1);
  }

  @Test
  void aContainerWithoutANetworkHasNone() {
    assertThat(
            text(
                ForeignSettings.DEV_CONTAINER,
                "{\"runArgs\": [\"--network=none\"], \"forwardPorts\": [3000]}"))
        .contains("tier = \"none\"")
        .doesNotContain("publish");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SRT | '' | s.json:1:1: the file is empty",
        "SRT | '{\"a\": ' | s.json:1:7: invalid JSON",
        "SRT | '[]' | s.json:1:1: the file must be an object",
        "SRT | '{} x' | s.json:1:4: invalid JSON",
        "SRT | '{\"a\": 1, \"a\": 2}' | s.json:1:",
        "SRT | '{\"filesystem\": {\"denyRead\": \"x\"}}' | s.json:1:29: filesystem.denyRead must be a list",
        "SRT | '{\"filesystem\": {\"denyRead\": [1]}}' | s.json:1:30: filesystem.denyRead[0] must be a string",
        "SRT | '{\"filesystem\": {\"denyRead\": [\"a\\u0000b\"]}}' | filesystem.denyRead[0] holds a NUL character",
        "SRT | '{\"filesystem\": {\"denyRead\": [{\"path\": \"x\"}]}}' | filesystem.denyRead[0] must be a path, or",
        "SRT | '{\"credentials\": {\"envVars\": [{\"name\": \"A=B\", \"mode\": \"deny\"}]}}' | is not the name of a variable",
        "CLAUDE_CODE | '{\"permissions\": {\"deny\": {}}}' | s.json:1:26: permissions.deny must be a list",
        "DEV_CONTAINER | '{\"forwardPorts\": [70000]}' | s.json:1:19: forwardPorts[0] is not a port",
        "DEV_CONTAINER | '{\"containerEnv\": {\"a b\": \"x\"}}' | is not the name of a variable",
      })
  void whatIsWrongIsToldOnceWithItsPlace(ForeignSettings tool, String json, String message) {
    assertThatThrownBy(() -> text(tool, json))
        .isInstanceOfSatisfying(
            UserFailure.class, failure -> assertThat(failure.problems()).hasSize(1))
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNestedTooDeeplyOrTooLongIsAnErrorAndNothingElse() {
    assertThatThrownBy(() -> text(ForeignSettings.SRT, "[".repeat(100_000)))
        .isInstanceOf(UserFailure.class);
    assertThatThrownBy(() -> text(ForeignSettings.SRT, "[" + "1,".repeat(20_000) + "1]"))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("more than 10000 values");
  }

  @ParameterizedTest
  @CsvSource({
    "*.pem, a.pem, true",
    "a*b*c, axxbxxc, true",
    "a*b*c, axxbxx, false",
    "?, ab, false",
    "*, '', true",
    "a?, a, false",
    "**s, keys, true",
  })
  void aNameIsComparedWithAPattern(String pattern, String name, boolean matches) {
    assertThat(WildcardName.matches(pattern, name)).isEqualTo(matches);
    String hard = "*a".repeat(40) + "*b";
    assertThat(WildcardName.matches(hard, "a".repeat(255))).isFalse();
  }

  /** Whatever stands in the strings, the profile has these keys and no others. */
  @Test
  void noStringBecomesALineOrMovesACursor() {
    Random random = new Random(20);
    String[] pieces = {
      "\n",
      "\r",
      "\"",
      "\\",
      "'",
      "#",
      "]",
      "[network]",
      "tier = \"full\"",
      "\u001b[2J",
      "\u0007",
      "\u202e",
      "\u2028",
      "\u0085",
      "\ud83d\ude00",
      "~",
      "/",
      "$HOME",
      "${x}",
      "a",
      ".",
      ",",
      "=",
      "\"\"\"",
      "'''",
      "\t",
    };
    for (int round = 0; round < 300; round++) {
      String hostile =
          IntStream.range(0, 1 + random.nextInt(7))
              .mapToObj(_ -> pieces[random.nextInt(pieces.length)])
              .collect(Collectors.joining());
      String json = quoted(hostile);
      for (String text :
          List.of(
              srt(
                  "\"allowedDomains\": [%s], \"deniedDomains\": [%s], %s: 1"
                      .formatted(json, json, json),
                  "\"denyRead\": [%s], \"denyWrite\": [%s], \"allowWrite\": [%s], \"allowRead\": [%s], %s: 1"
                      .formatted(json, json, json, json, json)),
              claude(
                  "%s, %s".formatted(json, quoted("Read(" + hostile + ")")),
                  quoted("Edit(~/" + hostile + ")")),
              text(
                  ForeignSettings.DEV_CONTAINER,
                  "{\"mounts\": [%s], \"runArgs\": [%s], \"remoteEnv\": {\"A\": %s}, \"image\": %s, %s: 1}"
                      .formatted(
                          quoted("type=bind,source=/srv" + hostile), json, json, json, json)))) {
        profile(text);
        assertThat(text.codePoints().filter(Character::isISOControl).distinct().boxed())
            .containsOnly((int) '\n');
        assertThat(text).doesNotContain("\u202e");
        assertThat(text.lines())
            .allMatch(line ->
                line.isEmpty()
                    || line.matches(
                        "(#|extends|description|tier|allow|deny|read|write|protect|A) ?.*|\\[(network|filesystem|environment\\.set)\\]|\\]|  [\"{].*"));
        assertThat(text).doesNotContain("\ntier = \"full\"");
      }
    }
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars().forEach(unit -> json.append(String.format("\\u%04x", unit)));
    return json.append('"').toString();
  }
}
