package dev.sandboxed.observed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was allowed in a session, as it is kept with what was seen of it. The plan directory may
 * have gone.
 *
 * @param tier the network, as a profile names it
 * @param tierOrigin who chose it
 * @param blocked the addresses that internet-only blocks
 * @param reach the addresses and ports that are open all the same
 * @param ipv6 whether the sandbox has an IPv6 address
 * @param kernelPaths the parts of {@code /proc} and {@code /dev} that are covered
 * @param rules the refused system calls
 */
public record KeptPlan(
    Path project,
    Path home,
    String tier,
    String tierOrigin,
    List<Blocked> blocked,
    List<String> reach,
    boolean ipv6,
    List<Mount> mounts,
    List<Mount> kernelPaths,
    List<Rule> rules) {

  /**
   * Something that is mounted.
   *
   * @param kind as {@code plan.json} writes it, for example {@code read-only-bind}
   * @param source the file of the host; empty if it shows none
   * @param target where a symlink leads
   * @param whole whether nothing of it can be opened, where it is a mask
   */
  public record Mount(
      String kind,
      Path path,
      Optional<Path> source,
      Optional<String> target,
      boolean whole,
      String origin) {

    /** Whether the agent may change what it shows. */
    public boolean isWritable() {
      return List.of("writable-bind", "anchor", "tmpfs", "own-copy", "dev").contains(kind);
    }

    /** Whether it hides what is there. */
    public boolean isMask() {
      return kind.startsWith("masked-");
    }

    /** The file of the host that it shows at a path in it. */
    public Optional<Path> source(Path at) {
      return source.map(top -> at.equals(path) ? top : top.resolve(path.relativize(at)));
    }
  }

  /** Addresses that cannot be reached. */
  public record Blocked(String range, String why) {}

  /**
   * A system call that is refused.
   *
   * @param when the uses that are; {@code always} for all
   * @param answer the kernel's name for the error
   */
  public record Rule(String call, String when, String answer, String why) {}

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public KeptPlan {
    blocked = List.copyOf(blocked);
    reach = List.copyOf(reach);
    mounts = List.copyOf(mounts);
    kernelPaths = List.copyOf(kernelPaths);
    rules = List.copyOf(rules);
  }

  /** Reads it; empty for a text that is none. */
  public static Optional<KeptPlan> of(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      JsonNode network = root.path("network");
      JsonNode isolation = root.path("isolation");
      return Optional.of(
          new KeptPlan(
              Path.of(root.path("project").asText()),
              Path.of(root.path("identity").path("home").asText()),
              network.path("tier").asText(),
              network.path("origin").asText(),
              all(network.path("blocked"))
                  .map(node -> new Blocked(node.path("range").asText(), node.path("why").asText()))
                  .toList(),
              all(network.path("reach")).map(node -> node.path("value").asText()).toList(),
              network.path("ipv6").asBoolean(),
              all(root.path("mounts")).map(KeptPlan::mount).toList(),
              all(isolation.path("kernelPaths")).map(KeptPlan::covered).toList(),
              all(isolation.path("systemCalls").path("refused")).map(KeptPlan::rule).toList()));
    } catch (JsonProcessingException | InvalidPathException damaged) {
      return Optional.empty();
    }
  }

  private static Stream<JsonNode> all(JsonNode array) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);
    return nodes.stream();
  }

  private static Mount mount(JsonNode node) {
    String kind = node.path("kind").asText();
    return new Mount(
        kind,
        Path.of(node.path("path").asText()),
        text(node, "source").map(Path::of),
        text(node, "target"),
        kind.equals("masked-directory") || !node.path("empty").asBoolean(),
        node.path("origin").asText());
  }

  private static Mount covered(JsonNode node) {
    return new Mount(
        node.path("as").asText(),
        Path.of(node.path("path").asText()),
        Optional.empty(),
        Optional.empty(),
        true,
        node.path("origin").asText());
  }

  private static Rule rule(JsonNode node) {
    return new Rule(
        node.path("call").asText(),
        node.path("when").asText(),
        node.path("answer").asText(),
        node.path("why").asText());
  }

  private static Optional<String> text(JsonNode node, String member) {
    return Optional.of(node.path(member).asText()).filter(text -> !text.isEmpty());
  }

  /** What is mounted, by its path: of several at one, the last. */
  public Map<Path, Mount> visible() {
    Map<Path, Mount> visible = new HashMap<>();
    mounts.forEach(mount -> visible.put(mount.path(), mount));
    return visible;
  }
}
