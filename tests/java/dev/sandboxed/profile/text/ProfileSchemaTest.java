package dev.sandboxed.profile.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.AgentReader;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.TextsOnDisk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

/** The readers and an editor say the same about a file. */
class ProfileSchemaTest {

  /** Every type TOML has, and texts that one rule or another accepts or refuses. */
  private static final List<String> VALUES =
      Stream.of(
              Stream.of(
                  "true", "false", "0", "-1", "199", "1279", "1280", "1500", "65520", "65521"),
              Stream.of("9999999999", "1.5", "{}", "[]", "[[]]", "[true]", "[1]", "['a', 1]"),
              Stream.of("{ A = 'x' }", "{ '1A' = 'x' }", "{ A = 1 }", "{ A = \"\\u0000\" }"),
              Stream.of("{ '' = 'x' }", "{ A = '', _b2 = \"line\\nbreak\" }", "{ 'A B' = 'x' }"),
              Stream.of("[{}]", "[{ path = '~/a' }]", "[{ path = 'a*' }]", "[{ path = 1 }]"),
              Stream.of("[{ path = 'a', optional = true }]", "[{ path = 'a', optional = 'yes' }]"),
              Stream.of(
                  "[{ file = 'a' }]", "[{ file = 'a', expires = '/a/b' }]", "[{ file = '/a' }]"),
              Stream.of("[{ file = 'a', expires = 'b' }]", "[{ file = 'a', from = 'b' }]"),
              Stream.of("[{ file = 'a', content = '{}' }]", "[{ file = 'a', content = '[]' }]"),
              Stream.of("[{ file = 'a', from = '~/b', copy = ['/c', '/{project}'] }]"),
              Stream.of("[{ file = 'a', copy = ['c'] }]", "[{ content = '{}' }]"),
              Stream.of("[{ optional = true }]", "[{ path = 'a', options = true }]", "['a', {}]"),
              texts().flatMap(text -> Stream.of(text, "[" + text + "]", "['a', " + text + "]")))
          .flatMap(values -> values)
          .toList();

  /** What a file must contain for one of its keys to make sense. */
  private static final Map<String, String> COMPANIONS =
      Map.ofEntries(
          Map.entry("command", "['x']"),
          Map.entry("install.npm", "'x'"),
          Map.entry("install.version", "'1.0.0'"),
          Map.entry("install.program", "'x'"),
          Map.entry("state.directory", "'~/.x'"),
          Map.entry("state.login", "'x'"),
          Map.entry("notes.path", "'~/.x'"),
          Map.entry("ide.locks", "'~/.x'"),
          Map.entry("ide.port", "'X'"),
          Map.entry("afterwards.sessions", "'x'"),
          Map.entry("afterwards.resume", "['x']"));

  /** The same for one of a credential. */
  private static final Map<String, String> OF_A_CREDENTIAL =
      Map.of(
          ".variable", "'X'", ".hosts", "['api.example.org']", ".header", "'x'", ".basic", "true");

  /** The keys whose rules no pattern can express in full, where the reader may be stricter. */
  private static final Set<String> BEYOND_PATTERNS =
      Set.of(
          "network.reach",
          "network.publish",
          "network.dns",
          "network.subnet",
          "credentials.name.hosts",
          "credentials.name.header",
          "limits.memory",
          "limits.cpu",
          "limits.file_size",
          "limits.tmp_size",
          "limits.runtime");

  private final Kind profiles =
      new Kind(
          toml -> ProfileReader.read("x", "x.toml", toml).problems(), ProfileSchema.ofProfiles());
  private final Kind agents =
      new Kind(toml -> AgentReader.read("x", "x.toml", toml).problems(), ProfileSchema.ofAgents());
  private final ProfileLibrary library =
      new ProfileLibrary(List.of(new ProfileDirectory("built-in", "profiles")), new TextsOnDisk());

  /** One kind of file, and what judges it. */
  private record Kind(Function<String, List<Problem>> reader, Schema schema) {

    Kind(Function<String, List<Problem>> reader, String schema) {
      this(
          reader,
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema));
    }

    boolean reads(String toml) {
      List<Problem> problems = reader.apply(toml);
      assertThat(problems).as(toml).extracting(Problem::code).noneMatch(this::isSyntax);
      return problems.isEmpty();
    }

    boolean validates(String toml) {
      return schema.validate(Toml.parse(toml).toJson(), InputFormat.JSON).isEmpty();
    }

    private boolean isSyntax(String code) {
      return code.endsWith(".syntax");
    }
  }

  private static Stream<String> texts() {
    return Stream.of(
            Stream.of("", "a", "a b", "A", "ab-c_9", "-a", "_a", "a\\nb", "a\\tb", "a\\u0000b"),
            Stream.of("\\u0000", "\\u0085", "\\u202e", "a\\n", "日本", "\\U0001F600", "x".repeat(65)),
            Stream.of(
                "~/a", "~", "/", "$HOME/a", "/a/../b", "../a", "a/..", "a/..b/c", "~/a*", "a?"),
            Stream.of("**/*.pem", "LC_*", "?", "1A", "A=b", "nixpkgs#jq", ".#default", "env"),
            Stream.of("@openai/codex", "@/x", "Codex", "1.2.3", "1.2", "^1.2.3", "1.2.3-rc.1+b"),
            Stream.of(
                "full",
                "internet-only",
                "none",
                "shared",
                "readonly",
                "project",
                "ephemeral",
                "empty",
                "quarantine",
                "api.example.org"),
            Stream.of("127.0.0.1:80", "localhost:1", "nas:80", "10.0.0.1:0", "[::1]:80", "::1:80x"),
            Stream.of("3000", "8080:3000", "127.0.0.1:1:2", "[::1]:1:2", "03000", "9.9.9.9", "9.9"),
            Stream.of("2620:fe::fe", "::1%lo", "10.0.2.0/24", "10.0.2.0", "x/24", "10.0.2.0/1000"),
            Stream.of(
                "8G", "512M", "8 GB", "8g", "0G", "31M", "9999999T", "2h", "90m", "1h30m", "0s"))
        .flatMap(texts -> texts)
        .map(text -> "\"" + text + "\"");
  }

  static Stream<String> profileKeys() {
    return ProfileReader.accepted().dotted().stream();
  }

  static Stream<String> agentKeys() {
    return AgentReader.accepted().dotted().stream();
  }

  @ParameterizedTest
  @MethodSource("profileKeys")
  void everyKeyOfAProfileIsJudgedTheSame(String key) {
    StringBuilder companions = new StringBuilder();
    if (table(key).startsWith("credentials")) {
      OF_A_CREDENTIAL.forEach((companion, value) -> {
        if (!key.endsWith(companion)) {
          companions
              .append("credentials.name")
              .append(companion)
              .append(" = ")
              .append(value)
              .append('\n');
        }
      });
    }
    judgedAlike(key, companions.toString(), profiles);
  }

  @ParameterizedTest
  @MethodSource("agentKeys")
  void everyKeyOfAnAgentIsJudgedTheSame(String key) {
    StringBuilder companions = new StringBuilder();
    COMPANIONS.forEach((companion, value) -> {
      boolean needed = companion.equals("command") || table(companion).equals(table(key));
      if (needed && !companion.equals(key)) {
        companions.append(companion).append(" = ").append(value).append('\n');
      }
    });
    judgedAlike(key, companions.toString(), agents);
  }

  private void judgedAlike(String key, String companions, Kind kind) {
    Set<Boolean> verdicts = new TreeSet<>();
    for (String value : VALUES) {
      String toml = companions + key + " = " + value;
      boolean read = kind.reads(toml);
      boolean valid = kind.validates(toml);
      verdicts.add(read);
      if (BEYOND_PATTERNS.contains(key)) {
        assertThat(valid || !read).as("an editor accepts what is read: %s", toml).isTrue();
      } else {
        assertThat(valid).as(toml).isEqualTo(read);
      }
    }
    assertThat(verdicts).as("the values include right and wrong ones").containsExactly(false, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network.reach = ['nas:80']",
        "network.reach = ['10.0.0.1:0']",
        "network.reach = ['10.0.0.1']",
        "network.publish = ['3000/udp']",
        "network.publish = ['[::1]:1:2']",
        "network.publish = ['03000']",
        "network.dns = ['dns.quad9.net']",
        "network.dns = ['9.9.9.9:53']",
        "network.subnet = '10.0.2.0'",
        "network.subnet = 'fd00::/64'",
        "netwrok.tier = 'none'",
        "network.teir = 'none'",
        "nework = 1",
        "filesystem.raed = []",
        "filesystem.read.path = 'x'",
        "",
        "# nothing",
      })
  void whatPeopleGetWrongIsRefusedByBoth(String toml) {
    assertThat(profiles.reads(toml)).isFalse();
    assertThat(profiles.validates(toml)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network.reach = ['10.0.0.1:70000']",
        "network.reach = ['10.0.0.256:1']",
        "network.subnet = '10.0.2.1/24'",
        "network.dns = ['1:::2']",
        "limits.memory = '1M'",
        "limits.cpu = 0.333",
        "limits.runtime = '9999999d'",
        // JSON has no other numbers.
        "network.mtu = 1500.0",
      })
  void whatNoPatternCanExpressIsRefusedByTheReaders(String toml) {
    assertThat(profiles.reads(toml)).isFalse();
    assertThat(profiles.validates(toml)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description = 'x'",
        "command = ['x']\nunknown = 1",
        "command = ['x']\n[network]\ntier = 'none'",
        "command = ['x']\n[install]\nnpm = 'x'\nversion = '1.0.0'",
        "command = ['x']\n[state]",
        "command = ['x']\n[state]\ncredentials = ['x']",
        "",
      })
  void anAgentWithoutItsPartsIsRefusedByBoth(String toml) {
    assertThat(agents.reads(toml)).isFalse();
    assertThat(agents.validates(toml)).isFalse();
  }

  @Test
  void everythingBuiltInIsValid() {
    TextsOnDisk files = new TextsOnDisk();
    assertThat(library.profiles())
        .isNotEmpty()
        .allMatch(one -> profiles.validates(files.read(one.file()).orElseThrow()));
    assertThat(library.agents())
        .isNotEmpty()
        .allMatch(one -> agents.validates(files.read(one.file()).orElseThrow()));
  }

  @Test
  void anEditorIsToldWhatEachKeyMeans() {
    assertThat(ProfileSchema.ofProfiles())
        .contains("https://json-schema.org/draft/2020-12/schema")
        .contains("\"description\" : \"ports inside that the host reaches\"");
    assertThat(ProfileSchema.ofAgents())
        .contains("\"description\" : \"exact: no range, no latest\"");
  }

  private static String table(String dotted) {
    return dotted.contains(".") ? dotted.substring(0, dotted.indexOf('.')) : "";
  }
}
