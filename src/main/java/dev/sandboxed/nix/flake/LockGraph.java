package dev.sandboxed.nix.flake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which input of a lock belongs to which: what relative paths start from. */
final class LockGraph {

  private static final Path TOP = Path.of("");

  private final JsonNode nodes;
  private final String root;

  /**
   * @param nodes by their names
   * @param root the node of the flake itself
   */
  LockGraph(JsonNode nodes, String root) {
    this.nodes = nodes;
    this.root = root;
  }

  /** The names of the flake's own inputs. */
  SortedSet<String> inputs() {
    NavigableSet<String> names = new TreeSet<>();
    nodes.path(root).path("inputs").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The places, in the flake's own tree, of its inputs with relative paths. */
  SortedSet<String> parts() {
    NavigableSet<String> parts = new TreeSet<>();
    for (Map.Entry<String, JsonNode> node : nodes.properties()) {
      if (isRelative(node.getValue().path("locked")) && belongsToTheProject(node.getKey())) {
        places(node.getKey(), new HashSet<>()).stream()
            .map(place -> place.normalize().toString())
            .map(place -> place.isEmpty() ? LocalFlake.TOP : place)
            .forEach(parts::add);
      }
    }
    return parts;
  }

  /** Whether a relative path leads out of the tree of any flake that has this input. */
  boolean leavesItsTree(String node, String path) {
    return parents(node).stream()
        .flatMap(parent -> places(parent, new HashSet<>()).stream())
        .anyMatch(place -> leaves(place.resolve(path)));
  }

  private static boolean leaves(Path path) {
    return path.isAbsolute() || path.normalize().startsWith("..");
  }

  // The places where a node's flake can be in the tree that it comes with.
  private List<Path> places(String node, Set<String> visited) {
    JsonNode locked = nodes.path(node).path("locked");
    if (node.equals(root)) {
      return List.of(TOP);
    }
    if (!isRelative(locked)) {
      return List.of(Path.of(locked.path("dir").asText()));
    }
    String path = locked.path("path").asText();
    List<Path> places = new ArrayList<>();
    if (visited.add(node)) {
      for (String parent : parents(node)) {
        places(parent, visited).forEach(place -> places.add(place.resolve(path)));
      }
    }
    return places;
  }

  private static boolean isRelative(JsonNode locked) {
    return locked.path("type").asText().equals("path")
        && !locked.path("path").asText().startsWith("/");
  }

  // Rather than to the tree of a fetched input.
  private boolean belongsToTheProject(String node) {
    Set<String> visited = new HashSet<>();
    String name = node;
    while (!name.equals(root) && isRelative(nodes.path(name).path("locked")) && visited.add(name)) {
      name = parents(name).iterator().next();
    }
    return name.equals(root);
  }

  // All nodes that name it; the flake itself if none does.
  private Set<String> parents(String node) {
    Set<String> parents = new TreeSet<>();
    for (Map.Entry<String, JsonNode> other : nodes.properties()) {
      for (JsonNode input : other.getValue().path("inputs")) {
        if (input.asText().equals(node)) {
          parents.add(other.getKey());
        }
      }
    }
    return parents.isEmpty() ? Set.of(root) : parents;
  }
}
