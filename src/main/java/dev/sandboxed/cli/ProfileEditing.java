package dev.sandboxed.cli;

import dev.sandboxed.files.Programs;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.files.write.EditedFile;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.text.ProfileTemplate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code sandboxed profiles edit}: a person edits a profile of theirs. */
final class ProfileEditing {

  private final Streams streams;
  private final HostProbe probe;
  private final Installation installation;
  private final Path workingDirectory;

  ProfileEditing(
      Streams streams, HostProbe probe, Installation installation, Path workingDirectory) {
    this.streams = streams;
    this.probe = probe;
    this.installation = installation;
    this.workingDirectory = workingDirectory;
  }

  /**
   * Has one edited.
   *
   * @throws UserFailure with everything that is wrong in it; then it is as it was
   */
  void edit(String name) {
    ProfileLibrary library = installation.library(probe);
    library.requireProfileName(name);
    Path file = installation.ownProfile(probe.toolDirectories(), name);
    boolean known = library.profiles().stream().anyMatch(listing -> listing.name().equals(name));
    EditedFile edited =
        new EditedFile(file, file.resolveSibling("../drafts/" + name + ".toml").normalize());
    EditedFile.Editor editor = editor();
    if (edited.isBegun()) {
      streams.say("going on with " + edited.draft());
    }
    boolean changed =
        edited.edit(
            ProfileTemplate.of(name, known ? name : "default"),
            editor,
            text -> problems(name, file, text));
    streams.say(
        changed ? file + " is saved; to run with it: --profile " + name : "nothing has changed");
  }

  private List<Problem> problems(String name, Path file, String text) {
    TextFiles files = new TextFiles(probe.inquiry());
    try {
      installation
          .library(
              probe, path -> path.equals(file.toString()) ? Optional.of(text) : files.read(path))
          .profileChain(name);
      return List.of();
    } catch (UserFailure failure) {
      return failure.problems();
    }
  }

  /**
   * As git does: a command for the shell, in VISUAL or EDITOR, else vi. It is found where no agent
   * can have put it.
   */
  private EditedFile.Editor editor() {
    Programs programs = probe.programsOutside(workingDirectory);
    boolean dumb = variable("TERM").filter(term -> !term.equals("dumb")).isEmpty();
    String command =
        variable("VISUAL")
            .filter(_ -> !dumb)
            .or(() -> variable("EDITOR"))
            .or(() -> dumb ? Optional.empty() : Optional.of("vi"))
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "edit.no-editor",
                        "no editor is set that works in this terminal (TERM is dumb, or not set)",
                        "set EDITOR to one that does, such as ed, or TERM to what the terminal is")));
    Map<String, String> environment = new HashMap<>();
    for (String name : probe.inquiry().variableNames()) {
      variable(name).ifPresent(value -> environment.put(name, value));
    }
    return new EditedFile.Editor(
        List.of(
            programs.find("sh").orElse(Path.of("/bin/sh")).toString(),
            "-c",
            command + " \"$@\"",
            command),
        programs.environment(environment));
  }

  private Optional<String> variable(String name) {
    return probe.inquiry().variable(name).filter(value -> !value.isEmpty());
  }
}
