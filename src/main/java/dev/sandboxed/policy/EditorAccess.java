package dev.sandboxed.policy;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.editor.Editors;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the agent gets of the person's editors: the locks of those that have the project open, a way
 * to where each listens, and the variable that names one.
 *
 * @param locks the directory of the locks, if it has any inside
 * @param layer these rules, above the agent definition and below every profile
 */
record EditorAccess(Optional<Located<Path>> locks, Layer layer, List<Remark> remarks) {

  private static final String NAME = "editors";

  private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");

  EditorAccess {
    remarks = List.copyOf(remarks);
  }

  /** Decides, where editors were asked for. */
  static EditorAccess of(AgentDefinition agent, Settings settings, Editors editors) {
    Located<Boolean> wanted = settings.ide();
    if (!wanted.value()) {
      return none(List.of());
    }
    if (agent.ide().isEmpty()) {
      return none(
          List.of(
              Remark.from(
                  wanted.origin(),
                  "ide.unknown",
                  "connect has no effect: the definition of "
                      + agent.name()
                      + " does not say how it finds an editor")));
    }
    if (settings.tier().value() == TierName.NONE) {
      return none(
          List.of(
              Remark.from(
                  wanted.origin(),
                  "ide.no-network",
                  "connect has no effect: without a network no editor is reached")));
    }
    return open(agent.ide().orElseThrow(), editors, wanted.origin());
  }

  private static EditorAccess none(List<Remark> remarks) {
    return new EditorAccess(
        Optional.empty(), Layer.of(NAME, NetworkRequest.SILENT, List.of(), List.of()), remarks);
  }

  private static EditorAccess open(AgentDefinition.Ide ide, Editors found, Origin origin) {
    List<Remark> remarks = new ArrayList<>();
    found.passedOver().forEach(text -> remarks.add(Remark.of("ide.lock", text)));
    List<Editors.Editor> editors = found.open();
    if (editors.isEmpty()) {
      remarks.add(
          Remark.from(origin, "ide.none", "no editor that is running has this project open"));
      return none(remarks);
    }
    Optional<Editors.Editor> chosen = chosen(found);
    remarks.add(
        Remark.from(
            origin,
            "ide.connected",
            "the agent can ask "
                + names(editors)
                + ", which is outside, to open files, tell what is selected and run code in a"
                + " notebook"));
    if (chosen.isEmpty()) {
      remarks.add(
          Remark.of("ide.several", "several editors have this project open: choose one inside"));
    }
    return new EditorAccess(
        Optional.of(new Located<>(editors.getFirst().lock().resolveSibling(""), origin)),
        Layer.of(
            NAME,
            NetworkRequest.ofEditors(
                editors.stream()
                    .map(editor -> new Located<>(new Endpoint(LOOPBACK, editor.port()), origin))
                    .toList()),
            editors.stream()
                .map(editor -> new PathRule(Access.READ, written(editor.lock()), true, origin))
                .toList(),
            chosen.stream()
                .<EnvironmentRule>map(editor ->
                    new EnvironmentRule.Set(ide.port(), Integer.toString(editor.port()), origin))
                .toList()),
        remarks);
  }

  /** The one whose terminal the person is in, or the only one. */
  private static Optional<Editors.Editor> chosen(Editors found) {
    return found.open().stream()
        .filter(editor ->
            found.open().size() == 1
                || found.terminal().equals(Optional.of(Integer.toString(editor.port()))))
        .findFirst();
  }

  private static String names(List<Editors.Editor> editors) {
    return editors.stream()
        .map(editor -> editor.name() + " (port " + editor.port() + ")")
        .collect(Collectors.joining(", "));
  }

  /** As a rule writes a path. */
  private static String written(Path path) {
    return path.toString().replace("$", "$$");
  }
}
