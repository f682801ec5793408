package dev.sandboxed.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.names.Credential;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.names.HostName;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.Aftermath;
import dev.sandboxed.policy.traps.Traps;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.watch.Question;
import dev.sandboxed.watch.QuestionsJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes {@code plan.json}: the whole plan, for people and programs. */
public final class PlanJson {

  /** Raised when a field changes its meaning or is removed; new fields do not raise it. */
  public static final int VERSION = 2;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(
              // Jackson would write a URI.
              new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance));

  private PlanJson() {}

  /** The text of {@code plan.json}, which ends with a newline. */
  public static String of(SandboxPlan plan, LaunchTools tools) {
    return text(tree(plan, tools));
  }

  /** The same, with what the plan depends on as {@code questions}. */
  public static String of(SandboxPlan plan, LaunchTools tools, List<Question> questions) {
    ObjectNode root = tree(plan, tools);
    root.set("questions", QuestionsJson.of(questions));
    return text(root);
  }

  /** The same without what is started, and where: that alone gives nothing. */
  static String ofGrants(SandboxPlan plan, LaunchTools tools) {
    ObjectNode root = tree(plan, tools);
    root.remove(List.of("command", "workingDirectory"));
    return text(root);
  }

  /** What a look at a session's refusals needs to know when the plan directory has gone. */
  static String ofObserved(SandboxPlan plan, LaunchTools tools) {
    ObjectNode root = tree(plan, tools);
    root.retain("version", "agent", "project", "identity", "network", "isolation", "mounts");
    return text(root);
  }

  private static ObjectNode tree(SandboxPlan plan, LaunchTools tools) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("version", VERSION);
    root.put("agent", plan.workplace().agent());
    root.set("profiles", strings(plan.workplace().profiles()));
    root.put("project", plan.project().toString());
    root.put("workingDirectory", plan.workplace().workingDirectory().toString());
    root.put("hostName", plan.workplace().hostName());
    plan.workplace()
        .snapshot()
        .ifPresent(snapshot ->
            root.putObject("snapshot")
                .put("name", snapshot.name())
                .put("directory", snapshot.directory().toString())
                .put("begun", snapshot.begun())
                .put("origin", snapshot.origin().describe()));
    ObjectNode identity = root.putObject("identity");
    identity.put("uid", plan.identity().uid());
    identity.put("gid", plan.identity().gid());
    identity.put("name", plan.identity().name());
    identity.put("home", plan.identity().home().toString());
    root.set("network", network(plan.network()));
    root.set("isolation", IsolationJson.of(plan.isolation()));
    root.set("programs", programs(tools));
    root.set("command", strings(plan.command()));
    ArrayNode mounts = root.putArray("mounts");
    plan.mounts().forEach(step -> mounts.add(mount(step)));
    ArrayNode environment = root.putArray("environment");
    plan.environment().variables().forEach(variable -> environment.add(variable(variable)));
    root.set("passed", strings(plan.environment().passedNames()));
    ObjectNode files = root.putObject("files");
    plan.files().forEach(files::put);
    ObjectNode store = root.putObject("store");
    store.put("paths", plan.filesystem().storePaths());
    store.put("bytes", plan.filesystem().storeBytes());
    ArrayNode remarks = root.putArray("remarks");
    plan.remarks().forEach(remark -> remarks.add(remark(remark)));
    root.set("aftermath", aftermath(plan.aftermath()));
    ObjectNode descriptors = root.putObject("descriptors");
    new TreeMap<>(tools.driver().descriptors()).forEach(descriptors::put);
    return root;
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }

  private static ObjectNode aftermath(Aftermath aftermath) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("changes", aftermath.changes());
    node.set("repositories", paths(aftermath.repositories()));
    node.set("absent", paths(aftermath.absent()));
    node.set("replaceable", paths(aftermath.replaceable()));
    ArrayNode logins = node.putArray("logins");
    for (Aftermath.Login login : aftermath.logins()) {
      logins
          .addObject()
          .put("instance", login.instance().toString())
          .put("kept", login.kept().toString())
          .put("carriage", login.carriage().word());
    }
    aftermath
        .observing()
        .ifPresent(observing ->
            node.putObject("observing")
                .put("calls", observing.calls())
                .put("successes", observing.successes())
                .put("origin", observing.origin().describe()));
    Traps traps = aftermath.traps();
    ObjectNode trapped = node.putObject("traps");
    trapped.put("new", traps.answer().value().word());
    trapped.set("missing", paths(traps.missing()));
    trapped.set("links", paths(traps.links().keySet().stream().sorted().toList()));
    trapped.set("patterns", strings(traps.patterns().stream().map(PlanJson::pattern).toList()));
    Aftermath.Sequel sequel = aftermath.sequel();
    sequel.again().ifPresent(status -> node.put("again", status));
    sequel
        .state()
        .ifPresent(state -> {
          node.put("sessions", state.resolve(sequel.sessions()).toString());
          node.set("resume", strings(sequel.resume()));
        });
    return node;
  }

  private static String pattern(Glob glob) {
    return glob.base() + "/" + glob.pattern();
  }

  private static ArrayNode paths(List<Path> paths) {
    return strings(paths.stream().map(Path::toString).toList());
  }

  private static ObjectNode network(Located<NetworkTier> chosen) {
    ObjectNode network = JsonNodeFactory.instance.objectNode();
    network.put("tier", chosen.value().word());
    network.put("origin", chosen.origin().describe());
    chosen
        .value()
        .routed()
        .ifPresent(internet -> {
          ArrayNode blocked = network.putArray("blocked");
          for (NetworkTier.BlockedRange range : internet.blocked()) {
            blocked.addObject().put("range", range.range().toString()).put("why", range.why());
          }
          network.set("reach", located(internet.reach()));
          network.set("editors", located(internet.editors()));
          network.set("publish", located(internet.publish()));
          network.set(
              "nameServers",
              strings(internet.nameServers().stream().map(IpAddress::toString).toList()));
          network.put("subnet", internet.subnet().toString());
          network.put("mtu", internet.mtu());
          network.put("ipv6", internet.ipv6());
        });
    if (chosen.value() instanceof NetworkTier.Allowlist allowlist) {
      network.set("allow", located(allowlist.hosts().allow()));
      allowlist.hosts().any().ifPresent(why -> network.put("any", why.describe()));
      network.set("deny", located(allowlist.hosts().deny()));
      network.put("standIns", allowlist.standIns().toString());
      network.set("credentials", credentials(allowlist.credentials()));
    }
    return network;
  }

  private static ArrayNode credentials(Credentials credentials) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Credential one : credentials.all()) {
      array
          .addObject()
          .put("name", one.name())
          .put("variable", one.variable())
          .put("placeholder", one.placeholder())
          .put("origin", one.origin().describe())
          .<ObjectNode>set("hosts", strings(one.hosts().stream().map(HostName::text).toList()))
          .set("forms", strings(one.forms().stream().map(Credential.Form::toString).toList()));
    }
    return array;
  }

  private static <T> ArrayNode located(List<Located<T>> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Located<T> value : values) {
      array
          .addObject()
          .put("value", value.value().toString())
          .put("origin", value.origin().describe());
    }
    return array;
  }

  private static ObjectNode programs(LaunchTools tools) {
    ObjectNode programs = JsonNodeFactory.instance.objectNode();
    programs.put("bwrap", tools.bwrap().toString());
    programs.put("find", tools.find().toString());
    tools.unshare().ifPresent(unshare -> programs.put("unshare", unshare.toString()));
    tools.perl().ifPresent(perl -> programs.put("perl", perl.toString()));
    tools.observe().ifPresent(observe -> programs.put("strace", observe.strace().toString()));
    tools
        .network()
        .ifPresent(network -> {
          programs.put("slirp4netns", network.slirp4netns().toString());
          programs.put("ip", network.ip().toString());
          programs.put("unshare", network.unshare().toString());
          programs.put("nsenter", network.nsenter().toString());
          network.nft().ifPresent(nft -> programs.put("nft", nft.toString()));
        });
    return programs;
  }

  private static ObjectNode mount(MountStep step) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", kind(step));
    node.put("path", step.path().toString());
    switch (step) {
      case MountStep.ReadOnlyBind bind -> node.put("source", bind.source().toString());
      case MountStep.WritableBind bind -> node.put("source", bind.source().toString());
      case MountStep.Anchor anchor -> node.put("source", anchor.source().toString());
      case MountStep.Socket socket -> node.put("source", socket.source().toString());
      case MountStep.Device device -> node.put("source", device.source().toString());
      case MountStep.Symlink link -> node.put("target", link.target());
      case MountStep.PlanFile file -> node.put("file", file.name());
      case MountStep.PartlyMasked file -> node.put("file", file.name());
      case MountStep.Tmpfs tmpfs -> node.put("mode", String.format("%04o", tmpfs.mode()));
      case MountStep.MaskedDirectory masked -> node.put("traversable", masked.traversable());
      case MountStep.OwnCopy copy -> {
        node.put("link", copy.link().toString());
        node.put("copy", copy.copy().toString());
      }
      case MountStep.MaskedFile masked -> node.put("empty", masked.empty());
      case MountStep.SealedDirectory sealed -> {}
      case MountStep.Proc proc -> {}
      case MountStep.Dev dev -> {}
    }
    node.put("origin", step.origin().describe());
    return node;
  }

  private static ObjectNode remark(Remark remark) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("code", remark.code());
    node.put("text", remark.text());
    remark.origin().ifPresent(origin -> node.put("origin", origin.describe()));
    return node;
  }

  /** The record's name as the file writes it: {@code ReadOnlyBind} is {@code read-only-bind}. */
  private static String kind(MountStep step) {
    return step.getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static ObjectNode variable(Variable variable) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (variable) {
      case Variable.Set set -> {
        node.put("name", set.name());
        node.put("value", set.value());
      }
      case Variable.KeptOut out -> node.put("kept_out", out.name());
      case Variable.Pass pass -> node.put("pass", pass.glob());
    }
    node.put("origin", variable.origin().describe());
    return node;
  }

  private static ArrayNode strings(Iterable<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
