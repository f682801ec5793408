package dev.sandboxed.planning;

import dev.sandboxed.editor.EditorProbe;
import dev.sandboxed.editor.Editors;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.policy.paths.PathVariables;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.TierName;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which of the person's editors the agent reaches, where a profile asks for them. */
final class EditorQuestions {

  private EditorQuestions() {}

  static Editors editors(
      HostProbe probe,
      HostFacts host,
      AgentDefinition agent,
      Settings settings,
      MovedPlaces moved) {
    if (!settings.ide().value() || settings.tier().value() == TierName.NONE) {
      return Editors.NONE;
    }
    return agent.ide().map(ide -> editors(probe, host, ide, moved)).orElse(Editors.NONE);
  }

  /** An editor looks at the same variables, so its lock is where the agent's other files are. */
  private static Editors editors(
      HostProbe probe, HostFacts host, AgentDefinition.Ide ide, MovedPlaces moved) {
    Inquiry inquiry = probe.inquiry();
    Path project = host.project().directory();
    List<Path> written =
        Stream.concat(Stream.of(project), probe.trusted().written().stream()).toList();
    Path inside =
        Path.of(new PathVariables(host).expand(ide.locks().value(), ide.locks().origin()));
    return EditorProbe.look(
            inquiry,
            moved.onHost(inside),
            host.person().home(),
            project,
            lock -> WritablePlaces.deciding(inquiry, lock, written).isPresent(),
            ide.port())
        .in(inside);
  }
}
