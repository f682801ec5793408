package dev.sandboxed.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plan as a bundle of the OCI runtime spec 1.2: a directory from which runc and its like make a
 * container. Its root has nothing but mount points.
 *
 * @param files the contents by their paths in the bundle
 * @param closed empty files that nobody may open
 * @param directories in the root
 * @param links in the root, each with its target
 * @param losses the differences from the sandbox of the same plan
 */
public record OciBundle(
    Map<String, byte[]> files,
    List<String> closed,
    List<String> directories,
    Map<String, String> links,
    List<Loss> losses) {

  /** The user id inside: runc 1.1 wants somebody with this one. */
  static final int UID = 0;

  static final String ROOT = "rootfs";

  private static final String CONFIGURATION = "config.json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public OciBundle {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    closed = List.copyOf(closed);
    directories = List.copyOf(directories);
    links = Collections.unmodifiableMap(new TreeMap<>(links));
    losses = List.copyOf(losses);
  }

  /**
   * Turns a plan into a bundle.
   *
   * @param directory where it will be, without symlinks
   * @throws dev.sandboxed.problem.UserFailure with everything in the plan that a bundle cannot have
   */
  public static OciBundle of(SandboxPlan launched, Wishes wishes, Path directory) {
    Refusals.check(launched, wishes, directory);
    SandboxPlan plan = launched.seenAs(UID, UID);
    OciMounts mounts = OciMounts.of(plan);
    Map<String, byte[]> files = new TreeMap<>();
    files.put(CONFIGURATION, json(OciConfiguration.of(plan, launched, wishes, mounts)));
    files.put(OciMounts.EMPTY, new byte[0]);
    files.put("losses", bytes(Losses.text(Losses.of(launched, wishes))));
    plan.files().forEach((name, text) -> files.put(OciMounts.file(name), bytes(text)));
    return new OciBundle(
        files,
        List.of(OciMounts.CLOSED),
        directories(plan),
        links(plan),
        Losses.of(launched, wishes));
  }

  /** The promises of {@code sandboxed check} that are kept as in the sandbox, by name. */
  public List<String> kept() {
    return Losses.kept(losses);
  }

  private static List<String> directories(SandboxPlan plan) {
    MountTree tree = plan.mountTree();
    return Stream.concat(
            Stream.of(ROOT),
            plan.mounts().stream()
                .filter(step -> tree.above(step).isEmpty() || step instanceof MountStep.Symlink)
                .flatMap(step -> above(step.path()).map(OciBundle::inRoot)))
        .distinct()
        .sorted()
        .toList();
  }

  /** The directories that a path lies in, without the root. */
  private static Stream<Path> above(Path path) {
    return Stream.iterate(
        path.resolveSibling(""), at -> at.getNameCount() > 0, at -> at.resolveSibling(""));
  }

  private static Map<String, String> links(SandboxPlan plan) {
    Map<String, String> links = new TreeMap<>();
    plan.mounts(MountStep.Symlink.class)
        .forEach(link -> links.put(inRoot(link.path()), link.target()));
    return links;
  }

  private static String inRoot(Path path) {
    return ROOT + path;
  }

  private static byte[] json(Object tree) {
    try {
      return bytes(MAPPER.writeValueAsString(tree) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
