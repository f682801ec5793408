package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Surroundings;
import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class PlanJsonTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Path HERE = Path.of("/here");
  private static final Path SOURCE = Path.of("/source");

  @Test
  void everyStepIsThereInOrderWithItsReason() throws IOException {
    JsonNode mounts =
        json(new Plans()
                .mounts(
                    new MountStep.ReadOnlyBind(SOURCE, HERE, RULE),
                    new MountStep.WritableBind(SOURCE, HERE, RULE),
                    new MountStep.Anchor(SOURCE, HERE, RULE),
                    new MountStep.MaskedFile(HERE, false, RULE),
                    new MountStep.MaskedDirectory(HERE, true, RULE),
                    new MountStep.Tmpfs(HERE, 01777, RULE),
                    new MountStep.PlanFile("hosts", HERE, RULE),
                    new MountStep.Symlink("usr/bin", HERE, RULE),
                    new MountStep.Proc(HERE, RULE),
                    new MountStep.Dev(HERE, RULE)))
            .path("mounts");
    String same = "\"path\":\"/here\",";
    String reason = "\"origin\":\"the rule\"}";
    assertThat(texts(mounts))
        .containsExactly(
            "{\"kind\":\"read-only-bind\"," + same + "\"source\":\"/source\"," + reason,
            "{\"kind\":\"writable-bind\"," + same + "\"source\":\"/source\"," + reason,
            "{\"kind\":\"anchor\"," + same + "\"source\":\"/source\"," + reason,
            "{\"kind\":\"masked-file\"," + same + "\"empty\":false," + reason,
            "{\"kind\":\"masked-directory\"," + same + "\"traversable\":true," + reason,
            "{\"kind\":\"tmpfs\"," + same + "\"mode\":\"1777\"," + reason,
            "{\"kind\":\"plan-file\"," + same + "\"file\":\"hosts\"," + reason,
            "{\"kind\":\"symlink\"," + same + "\"target\":\"usr/bin\"," + reason,
            "{\"kind\":\"proc\"," + same + reason,
            "{\"kind\":\"dev\"," + same + reason);
  }

  @Test
  void variablesAreConstantsOrPassed() throws IOException {
    JsonNode environment =
        json(new Plans()
                .environment(
                    new Variable.Set("A", "1\n\"$(x)\"", RULE), new Variable.Pass("B*", RULE)))
            .path("environment");
    assertThat(texts(environment))
        .containsExactly(
            "{\"name\":\"A\",\"value\":\"1\\n\\\"$(x)\\\"\",\"origin\":\"the rule\"}",
            "{\"pass\":\"B*\",\"origin\":\"the rule\"}");
  }

  @Test
  void theRestOfThePlanIsThere() throws IOException {
    JsonNode root =
        json(
            new Plans()
                .offline()
                .command("/usr/bin/agent", "-x")
                .files(Map.of("hosts", "x\n"))
                .store(3, 42)
                .passing("TERM")
                .remarks(
                    List.of(
                        Remark.of("a.weak", "weak"),
                        Remark.from(new Origin.CommandLine("--x"), "a.chosen", "chosen"))));
    assertThat(root.path("version").intValue()).isEqualTo(PlanJson.VERSION);
    assertThat(root.path("agent").textValue()).isEqualTo("agent");
    assertThat(texts(root.path("profiles"))).containsExactly("\"default\"", "\"mine\"");
    assertThat(root.path("project").textValue()).isEqualTo("/home/ana/work/shop");
    assertThat(root.path("network")).hasToString("{\"tier\":\"none\",\"origin\":\"test\"}");
    assertThat(root.path("programs"))
        .hasToString(
            "{\"bwrap\":\"/usr/bin/bwrap\",\"find\":\"/usr/bin/find\",\"unshare\":\"/usr/bin/unshare\"}");
    assertThat(root.path("aftermath"))
        .hasToString(
            "{\"changes\":false,\"repositories\":[\"/home/ana/work/shop\"],\"absent\":[],\"replaceable\":[],\"logins\":[],\"traps\":{\"new\":\"report\",\"missing\":[],\"links\":[],\"patterns\":[]}}");
    assertThat(texts(root.path("command"))).containsExactly("\"/usr/bin/agent\"", "\"-x\"");
    assertThat(root.path("files").path("hosts").textValue()).isEqualTo("x\n");
    assertThat(root.path("store")).hasToString("{\"paths\":3,\"bytes\":42}");
    assertThat(texts(root.path("passed"))).containsExactly("\"TERM\"");
    assertThat(texts(root.path("remarks")))
        .containsExactly(
            "{\"code\":\"a.weak\",\"text\":\"weak\"}",
            "{\"code\":\"a.chosen\",\"text\":\"chosen\",\"origin\":\"option --x\"}");
    assertThat(root.path("identity"))
        .hasToString("{\"uid\":1000,\"gid\":100,\"name\":\"ana\",\"home\":\"/home/ana\"}");
  }

  @Test
  void theNetworkOfInternetOnlyIsWhatIsBlockedAndWhatIsOpen() throws IOException {
    InternetTier tier =
        new InternetTier()
            .blocked("10.0.0.0/8", "private")
            .ofThisHost("203.0.113.9/32", "this host's own")
            .reach("10.0.0.20:5432")
            .publish("0.0.0.0:8080:3000")
            .dns("9.9.9.9", "2620:fe::fe")
            .subnet("10.5.0.0/24")
            .mtu(9000)
            .ipv6();
    JsonNode network = json(new Plans().internet(tier)).path("network");
    assertThat(network)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "tier": "internet-only",
                      "origin": "test",
                      "blocked": [
                        { "range": "10.0.0.0/8", "why": "private" },
                        { "range": "203.0.113.9", "why": "this host's own" }
                      ],
                      "reach": [
                        { "value": "10.0.0.20:5432", "origin": "profile mine, mine.toml:7:10" }
                      ],
                      "editors": [],
                      "publish": [
                        {
                          "value": "0.0.0.0:8080 to port 3000",
                          "origin": "profile mine, mine.toml:7:10"
                        }
                      ],
                      "nameServers": ["9.9.9.9", "2620:fe::fe"],
                      "subnet": "10.5.0.0/24",
                      "mtu": 9000,
                      "ipv6": true
                    }
                    """));
  }

  @Test
  void theProgramsOfTheNetworkAreThereIfTheyAreNeeded() throws IOException {
    NetworkTools network = new Surroundings().nft().facts().tools();
    LaunchTools tools =
        new LaunchTools(
            Path.of("/usr/bin/bwrap"),
            Path.of("/usr/bin/find"),
            Optional.of(Path.of("/usr/bin/unshare")),
            Optional.empty(),
            Optional.of(network),
            Plans.TRAIL,
            Plans.STREAMS);
    JsonNode root =
        new ObjectMapper()
            .readTree(PlanJson.of(new Plans().internet(new InternetTier()).built(), tools));
    assertThat(root.path("programs"))
        .hasToString(
            "{\"bwrap\":\"/usr/bin/bwrap\",\"find\":\"/usr/bin/find\",\"unshare\":\"/usr/bin/unshare\","
                + "\"slirp4netns\":\"/usr/bin/slirp4netns\",\"ip\":\"/usr/bin/ip\","
                + "\"nsenter\":\"/usr/bin/nsenter\",\"nft\":\"/usr/sbin/nft\"}");
  }

  private static JsonNode json(Plans plans) throws IOException {
    return new ObjectMapper()
        .readTree(
            PlanJson.of(
                plans.built(),
                new LaunchTools(
                    Path.of("/usr/bin/bwrap"),
                    Path.of("/usr/bin/find"),
                    Optional.of(Path.of("/usr/bin/unshare")),
                    Optional.empty(),
                    Optional.empty(),
                    Plans.TRAIL,
                    Plans.STREAMS)));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::toString).toList();
  }
}
