package dev.sandboxed.export.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.ClusterObjects;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.profile.limits.LimitsRequest;
import dev.sandboxed.profile.limits.Size;
import dev.sandboxed.profile.limits.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ManifestTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path PROJECT = Path.of("/home/ana/work/shop");
  private static final Path STATE = Path.of("/home/ana/.claude");

  private static Origin line(String layer, String file) {
    return new Origin.Line(layer, new SourcePosition(file, 7, 1));
  }

  /** What the default profile makes of a project with git. */
  private static Plans usual() {
    return new Plans()
        .mounts(
            new MountStep.WritableBind(Path.of("/s/own"), Path.of("/SANDBOX.git"), TEST),
            new MountStep.Symlink("usr/bin", Path.of("/bin"), TEST),
            new MountStep.Dev(Path.of("/dev"), TEST),
            new MountStep.PlanFile("passwd", Path.of("/etc/passwd"), TEST),
            new MountStep.ReadOnlyBind(Path.of("/etc/vim"), Path.of("/etc/vim"), TEST),
            new MountStep.Tmpfs(Path.of("/home/ana"), 0700, TEST),
            new MountStep.WritableBind(Path.of("/s/i/claude"), STATE, line("agent claude", "/p/a")),
            new MountStep.WritableBind(
                STATE.resolve("login"), STATE.resolve("login"), line("profile default", "/p/d")),
            new MountStep.ReadOnlyBind(
                Path.of("/home/ana/.gitconfig"),
                Path.of("/home/ana/.gitconfig"),
                line("profile default", "/p/d")),
            new MountStep.WritableBind(PROJECT, PROJECT, TEST),
            new MountStep.Anchor(PROJECT.resolve(".git"), PROJECT.resolve(".git"), TEST),
            new MountStep.OwnCopy(
                Path.of("/s/l"), Path.of("/s/c"), PROJECT.resolve(".git/config"), TEST),
            new MountStep.ReadOnlyBind(
                PROJECT.resolve(".git/hooks"), PROJECT.resolve(".git/hooks"), TEST),
            new MountStep.Proc(Path.of("/proc"), TEST),
            new MountStep.Tmpfs(Path.of("/tmp"), 01777, TEST));
  }

  private static Cluster cluster(
      Cluster.Kind kind, Cluster.Project project, int count, String... accepted) {
    return new Cluster(
        kind,
        Optional.empty(),
        "registry.example/agent:1",
        project,
        Optional.of("login"),
        List.of("KEY"),
        Optional.of("gvisor"),
        Optional.empty(),
        count,
        Set.of(accepted));
  }

  private static final Cluster.Project CLONE =
      new Cluster.Project(
          Optional.empty(),
          Optional.of(new Cluster.Repository("https://git.example/shop", "main")),
          Optional.of("10Gi"));

  private static final Cluster.Project CLAIM =
      new Cluster.Project(Optional.of("work"), Optional.empty(), Optional.empty());

  private static final Cluster.Project BOTH =
      new Cluster.Project(CLAIM.claim(), CLONE.repository(), Optional.empty());

  private static Cluster cloned(int count) {
    return cluster(Cluster.Kind.JOB, CLONE, count, "files", "protected");
  }

  private static Cluster claimed() {
    return cluster(Cluster.Kind.JOB, CLAIM, 1, "files", "protected");
  }

  private static Cluster sandbox(Cluster.Project project) {
    return cluster(Cluster.Kind.SANDBOX, project, 1, "files", "protected");
  }

  private static String manifest(Plans plans, Cluster cluster) {
    return Manifest.of(plans.built(), cluster, List.of("--fast"));
  }

  private static Plans passing(Plans plans) {
    return plans.environment(new Variable.Set("A", "1", TEST), new Variable.Pass("K*", TEST));
  }

  private static Plans online(Plans plans) {
    return passing(plans)
        .internet(
            new InternetTier()
                .blocked("10.0.0.0/8", "private")
                .blocked("168.63.129.16/32", "Azure")
                .blocked("::ffff:0:0/96", "IPv4 written as IPv6")
                .blocked("fc00::/7", "private"));
  }

  private static JsonNode pod(String manifest) {
    return ClusterObjects.of(manifest, "Job").at("/spec/template/spec");
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(one -> one.path(field).asText())
        .toList();
  }

  @Test
  void everyObjectIsOneOfTheApi() {
    Cluster named =
        new Cluster(
            Cluster.Kind.JOB,
            Optional.of("named"),
            "i",
            BOTH,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of("profiles/agent.json"),
            1,
            Set.of("files", "protected", "login", "limits"));
    List<String> manifests =
        List.of(
            manifest(online(usual()).limits(limits(false)), cloned(1)),
            manifest(online(usual()), cloned(3)),
            manifest(passing(usual()).offline(), claimed()),
            manifest(passing(usual()), named),
            manifest(online(usual()), sandbox(CLONE)),
            manifest(passing(usual()), sandbox(CLONE)),
            manifest(passing(usual()).offline(), sandbox(CLAIM)),
            manifest(passing(usual()).internet(new InternetTier().dns("192.0.2.53")), cloned(2)));

    for (String manifest : manifests) {
      assertThat(ClusterObjects.of(manifest))
          .isNotEmpty()
          .allSatisfy(object -> assertThat(ClusterObjects.complaints(object)).isEmpty());
    }
    assertThat(
            manifests.stream()
                .flatMap(one -> ClusterObjects.of(one).stream())
                .map(object -> object.path("kind").asText())
                .distinct())
        .containsExactlyInAnyOrder("Job", "NetworkPolicy", "SandboxTemplate");
  }

  @Test
  void theSchemasFindAFieldThatTheApiDoesNotHave() {
    JsonNode job = ClusterObjects.of(manifest(online(usual()), cloned(1)), "Job");
    ((ObjectNode) job.at("/spec/template/spec/containers/0/securityContext")).put("readOnly", true);
    ((ObjectNode) job.at("/spec")).put("completions", "three");

    assertThat(ClusterObjects.complaints(job))
        .hasSize(2)
        .anyMatch(complaint -> complaint.contains("readOnly"))
        .anyMatch(complaint -> complaint.contains("completions"));
  }

  @Test
  void thePodCanDoNoMoreThanItsWork() {
    JsonNode pod = pod(manifest(online(usual()), cloned(1)));

    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    assertThat(pod.path("hostUsers").asBoolean(true)).isFalse();
    assertThat(pod.path("runtimeClassName").asText()).isEqualTo("gvisor");
    assertThat(pod.path("securityContext").toString())
        .isEqualTo(
            "{\"runAsNonRoot\":true,\"runAsUser\":1000,\"runAsGroup\":100,\"fsGroup\":100,"
                + "\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}");
    assertThat(List.of(pod.at("/containers/0"), pod.at("/initContainers/0")))
        .extracting(container -> container.path("securityContext").toString())
        .containsOnly(
            "{\"allowPrivilegeEscalation\":false,\"privileged\":false,\"readOnlyRootFilesystem\":true,"
                + "\"capabilities\":{\"drop\":[\"ALL\"]}}");
    assertThat(texts(pod.at("/containers/0/volumeMounts"), "mountPath"))
        .containsExactlyInAnyOrder(PROJECT.toString(), "/home/ana", "/tmp", STATE.toString());
    assertThat(texts(pod.at("/initContainers/0/volumeMounts"), "mountPath"))
        .containsExactlyInAnyOrder(PROJECT.toString(), "/tmp");
    assertThat(pod.toString()).doesNotContain("hostPath", "/s/", "/etc/vim", ".gitconfig");
  }

  @Test
  void internetOnlyClosesItsRangesAsTheApiServerWantsThem() {
    String manifest = manifest(online(usual()), cloned(1));
    JsonNode policy = ClusterObjects.of(manifest, "NetworkPolicy");

    assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(policy.at("/spec/ingress").toString()).isEqualTo("[]");
    assertThat(policy.at("/spec/egress/0/to").toString())
        .isEqualTo(
            "[{\"ipBlock\":{\"cidr\":\"0.0.0.0/0\",\"except\":[\"10.0.0.0/8\",\"168.63.129.16/32\"]}},"
                + "{\"ipBlock\":{\"cidr\":\"::/0\",\"except\":[\"fc00::/7\"]}}]");
    assertThat(policy.at("/spec/egress/1/to").toString()).contains("kube-system", "kube-dns");
    assertThat(policy.at("/spec/egress/1/ports").toString()).contains("53");
    assertThat(policy.at("/spec/podSelector/matchLabels").toString())
        .isEqualTo(
            ClusterObjects.of(manifest, "Job").at("/spec/template/metadata/labels").toString());
    assertThat(
            ClusterObjects.of(
                    manifest(
                        passing(usual())
                            .internet(
                                new InternetTier().blocked("::/0", "x").reach("192.0.2.7:5432")),
                        cloned(1)),
                    "NetworkPolicy")
                .path("spec")
                .toString())
        .contains("{\"cidr\":\"192.0.2.7/32\"}")
        .doesNotContain("::");
  }

  @Test
  void noNetworkLetsNothingOutAndFullSaysThatItIs() {
    assertThat(
            ClusterObjects.of(manifest(passing(usual()).offline(), claimed()), "NetworkPolicy")
                .path("spec")
                .toString())
        .contains("\"policyTypes\":[\"Ingress\",\"Egress\"]", "\"ingress\":[]", "\"egress\":[]");
    assertThat(
            ClusterObjects.of(manifest(passing(usual()).offline(), sandbox(CLAIM)))
                .getFirst()
                .at("/spec/networkPolicy")
                .toString())
        .isEqualTo("{\"ingress\":[],\"egress\":[]}");
    String full = manifest(passing(usual()), cloned(1));
    assertThat(ClusterObjects.of(full, "NetworkPolicy").at("/spec/policyTypes").toString())
        .isEqualTo("[\"Ingress\"]");
    assertThat(full).contains("tier is full");
  }

  @Test
  void theRepositoryOfALinkedWorkTreeIsNotLeftOutWithoutAWord() {
    Path repository = Path.of("/home/ana/main/.git");
    Plans linked =
        new Plans()
            .mounts(
                new MountStep.WritableBind(PROJECT, PROJECT, TEST),
                new MountStep.WritableBind(repository, repository, TEST));

    assertThat(
            Refusals.textsOf(
                () -> manifest(passing(linked).offline(), cluster(Cluster.Kind.JOB, CLAIM, 1))))
        .singleElement()
        .asString()
        .contains(repository.toString(), "no counterpart");
  }

  private static <T> Optional<Located<T>> some(T value) {
    return Optional.of(new Located<>(value, TEST));
  }

  private static Limits limits(boolean others) {
    return new Limits(
        new LimitsRequest(
            some(new Size("1M", 1 << 20)),
            others ? some(7) : Optional.empty(),
            some(new LimitsRequest.Processors(150)),
            others ? some(64) : Optional.empty(),
            Optional.empty(),
            some(new Size("8K", 8192)),
            some(new Span("1m", 60))),
        false,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void limitsAreInThePodAndTheOthersHaveToBeAccepted() {
    JsonNode pod = pod(manifest(online(usual()).limits(limits(false)), cloned(1)));

    assertThat(pod.path("activeDeadlineSeconds").asInt()).isEqualTo(60);
    assertThat(pod.at("/containers/0/resources/limits").toString())
        .isEqualTo("{\"memory\":\"1048576\",\"cpu\":\"1500m\",\"ephemeral-storage\":\"10Gi\"}");
    assertThat(pod.path("volumes").toString())
        .contains("{\"medium\":\"Memory\",\"sizeLimit\":\"8192\"}");
    assertThat(Refusals.textsOf(() -> manifest(online(usual()).limits(limits(true)), cloned(1))))
        .hasSize(2)
        .anyMatch(text -> text.contains("limits.tasks"))
        .anyMatch(text -> text.contains("limits.open_files"));
  }

  @Test
  void aValueThatIsPassedIsASecretsAndIsWrittenNowhere() {
    assertThat(pod(manifest(online(usual()), cloned(1))).at("/containers/0/env").toString())
        .contains(
            "{\"name\":\"A\",\"value\":\"1\"}",
            "{\"name\":\"KEY\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"login\",\"key\":\"KEY\"}}}");
    assertThat(Refusals.textsOf(() -> manifest(usual().internet(new InternetTier()), cloned(1))))
        .singleElement()
        .asString()
        .contains("no rule passes the variable");
  }

  @Test
  void manyHaveACloneEach() {
    JsonNode many = ClusterObjects.of(manifest(online(usual()), cloned(3)), "Job").path("spec");
    JsonNode kept =
        pod(manifest(online(usual()), cluster(Cluster.Kind.JOB, BOTH, 2, "files", "protected")));

    assertThat(many.path("completionMode").asText()).isEqualTo("Indexed");
    assertThat(many.path("completions").asInt()).isEqualTo(3);
    assertThat(many.path("parallelism").asInt()).isEqualTo(3);
    assertThat(kept.at("/containers/0/volumeMounts").toString())
        .contains("\"subPathExpr\":\"sandboxed-agent-$(JOB_COMPLETION_INDEX)\"");
    assertThat(
            Refusals.textsOf(() ->
                manifest(
                    online(usual()), cluster(Cluster.Kind.JOB, CLAIM, 2, "files", "protected"))))
        .singleElement()
        .asString()
        .contains("one claim at once");
  }

  @Test
  void whateverATextSaysItStaysOne() {
    List<String> hostile =
        List.of(
            "yes",
            "0x10",
            "# x",
            "a: b",
            "- a",
            "&a *a !!x",
            "\"'\\",
            "line\nkind: Secret\n---\nkind: Pod",
            "\u2028\u0085\u007f\ufeff\t\u0001",
            "🐑 ä",
            "{{ x }} %p");
    Plans plans =
        usual()
            .standingIn(PROJECT + "/\n---\nkind: Secret")
            .command(hostile.toArray(String[]::new));
    String manifest = manifest(online(plans), cloned(1));

    assertThat(ClusterObjects.of(manifest)).hasSize(2);
    assertThat(strings(pod(manifest).at("/containers/0/command")).subList(0, hostile.size()))
        .isEqualTo(hostile);
    assertThat(pod(manifest).at("/containers/0/workingDir").asText())
        .isEqualTo(PROJECT + "/\n---\nkind: Secret");
    assertThat(manifest.replace("\n", "").codePoints().filter(Character::isISOControl)).isEmpty();
  }

  private static List<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Expands as third_party/forked/golang/expansion of Kubernetes does, with every variable set. */
  private static String expanded(String text) {
    StringBuilder result = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (text.charAt(at) == '$' && next == '$') {
        result.append('$');
        at++;
      } else if (text.charAt(at) == '$' && next == '(' && text.indexOf(')', at) > 0) {
        result.append("EXPANDED");
        at = text.indexOf(')', at);
      } else {
        result.append(text.charAt(at));
      }
    }
    return result.toString();
  }

  @Test
  void kubernetesReplacesNoDollar() {
    List<String> dollars = List.of("$(KEY)", "$$(KEY)", "$$$(KEY)", "a$", "$$", "$x ${y}");
    Plans plans = usual().command(dollars.toArray(String[]::new));
    JsonNode pod = pod(manifest(online(plans), cloned(1)));

    assertThat(strings(pod.at("/containers/0/command")).stream().map(ManifestTest::expanded))
        .startsWith(dollars.toArray(String[]::new));
    assertThat(expanded("$(KEY)")).isEqualTo("EXPANDED");
  }

  @Test
  void aNameIsOneOfTheApi() {
    assertThat(List.of("claude", "My_Agent.x", "ä", "a".repeat(90), "x--"))
        .extracting(Manifest::name)
        .containsExactly(
            "sandboxed-claude",
            "sandboxed-my-agent-x",
            "sandboxed",
            "sandboxed-" + "a".repeat(35),
            "sandboxed-x");
  }

  @Test
  void whatAClusterDoesNotHaveIsRefusedWithAllReasonsAtOnce() {
    Plans plans =
        new Plans()
            .nesting()
            .shellHook("x")
            .internet(new InternetTier().reach("127.0.0.1:5432"))
            .environment(new Variable.Pass("KEY", TEST))
            .mounts(
                new MountStep.ReadOnlyBind(
                    Path.of("/data/r"), Path.of("/r"), new Origin.CommandLine("--read")),
                new MountStep.WritableBind(
                    Path.of("/home/ana/x"),
                    Path.of("/home/ana/x"),
                    new Origin.CommandLine("--write")),
                new MountStep.WritableBind(
                    Path.of("/data/own"), Path.of("/data/own"), line("agent own", "/a/own.toml")),
                new MountStep.Tmpfs(Path.of("/a:b"), 0700, TEST),
                new MountStep.Device(Path.of("/dev/kvm"), Path.of("/dev/kvm"), TEST),
                new MountStep.Socket(Path.of("/run/s"), Path.of("/run/s"), TEST),
                new MountStep.MaskedFile(PROJECT.resolve(".env"), false, TEST),
                new MountStep.ReadOnlyBind(
                    PROJECT.resolve("keep\nx"),
                    PROJECT.resolve("keep\nx"),
                    line("profile x", "/x")));

    List<String> texts =
        Refusals.textsOf(() -> manifest(plans, cluster(Cluster.Kind.JOB, CLONE, 1)));
    assertThat(String.join("\n", texts))
        .contains("user namespaces", "hook of a dev shell", "5432", "/a:b", "keep")
        .contains("/r\",", "/home/ana/x\",", "/data/own\",", "/dev/kvm\",", "/run/s\",", ".env\",")
        .contains("--accept masked", "--accept protected", "--accept files");
    assertThat(texts).hasSize(11);
    assertThat(Refusals.textsOf(() -> manifest(passing(usual()).offline(), cloned(1))))
        .singleElement()
        .asString()
        .contains("nothing can be cloned");
  }

  @Test
  void whatIsAcceptedAsLostIsRepeated() {
    assertThat(manifest(online(usual()), claimed()))
        .contains("accepted as lost (--accept protected)", ".git/hooks")
        .contains("accepted as lost (--accept files)", ".gitconfig");
  }
}
