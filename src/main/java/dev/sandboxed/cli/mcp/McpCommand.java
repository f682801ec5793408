package dev.sandboxed.cli.mcp;

import dev.sandboxed.cli.mcp.Drafts.Draft;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.mcp.ServerEntry;
import dev.sandboxed.mcp.ServerEntry.State;
import dev.sandboxed.mcp.ServerProfile;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sandboxed mcp}: MCP servers, each in a sandbox of its own. */
@Command(
    name = "mcp",
    description = {
      "Has MCP servers start in sandboxes of their own, and takes that back.",
      "For agents, editors and desktop programs that run outside every sandbox."
    })
public final class McpCommand implements Runnable {

  private static final int NOT_WRITTEN = 1;

  private final Person person;
  private final HostProbe probe;
  private final Installation installation;
  private final Path workingDirectory;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Reads nothing yet. */
  public McpCommand(
      Person person, HostProbe probe, Installation installation, Path workingDirectory) {
    this.person = person;
    this.probe = probe;
    this.installation = installation;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what is to be done? sandboxed mcp wrap|unwrap FILE");
  }

  /** Has the servers of a file start in sandboxes. */
  @Command(
      name = "wrap",
      description = {
        "Has each MCP server of a file start in a sandbox, with a profile of its own.",
        "You see the profiles and the change of the file before anything is written."
      })
  int wrap(
      @Parameters(
              paramLabel = "FILE",
              description = ".mcp.json, ~/.claude.json, ~/.gemini/settings.json or the like")
          String file,
      @Option(names = "--yes", description = "Write it without asking.") boolean yes) {
    SettingsFile settings = read(file);
    Drafts drafts = new Drafts(probe, installation, settings, workingDirectory);
    String program = program();
    List<Draft> chosen = new ArrayList<>();
    for (ServerEntry server : settings.servers().servers()) {
      switch (server.state()) {
        case State.LeftAlone alone -> leave(server, alone.why());
        case State.Wrapped wrapped -> tellWrapped(server, wrapped, program, drafts);
        case State.Plain plain -> {
          Optional<String> objection =
              ServerProfile.objection(server, plain.words(), drafts.around());
          objection.ifPresent(why -> leave(server, why));
          if (objection.isEmpty()) {
            chosen.add(drafts.draft(server, plain.words()));
            say(server, ServerProfile.summary(server, plain.words(), drafts.around()));
            tellShared(server, plain.words());
          }
        }
      }
    }
    if (chosen.isEmpty()) {
      person.say("there is nothing to wrap in " + settings.named());
      return 0;
    }
    return wrap(settings, drafts, chosen, program, yes);
  }

  private int wrap(
      SettingsFile settings, Drafts drafts, List<Draft> chosen, String program, boolean yes) {
    Map<ServerEntry, String> profiles = new LinkedHashMap<>();
    chosen.forEach(draft -> profiles.put(draft.server(), draft.name()));
    String after = settings.servers().wrapped(program, profiles);
    List<Draft> missing = chosen.stream().filter(draft -> !draft.there()).toList();
    missing.forEach(drafts::check);
    for (Draft draft : chosen) {
      if (draft.there()) {
        say(draft.server(), draft.file() + " was drafted for it before, and stays as it is");
      } else {
        person.show(draft.name() + ".toml", Optional.empty(), draft.text());
      }
    }
    person.show(settings.heading(), Optional.of(settings.text()), after);
    if (!yes && !person.wants("Write exactly this?", again("wrap", settings))) {
      person.say("nothing was written");
      return NOT_WRITTEN;
    }
    List<Draft> written = new ArrayList<>();
    try {
      for (Draft draft : missing) {
        drafts.write(draft);
        written.add(draft);
      }
      settings.write(after);
    } catch (UserFailure failure) {
      written.forEach(draft -> drafts.remove(draft.file()));
      throw failure;
    }
    written.forEach(draft -> person.say(draft.file() + " is written"));
    person.say(
        settings.place()
            + " is written; as it was: sandboxed mcp unwrap "
            + Quoted.forShell(settings.place()));
    return 0;
  }

  /** Takes that back. */
  @Command(
      name = "unwrap",
      description = {
        "Has the servers of a file start as before they were wrapped.",
        "Profiles that you have not changed are removed. You see the change before it is written."
      })
  int unwrap(
      @Parameters(paramLabel = "FILE", description = "the file that was wrapped") String file,
      @Option(names = "--yes", description = "Write it without asking.") boolean yes) {
    SettingsFile settings = read(file);
    for (ServerEntry server : settings.servers().servers()) {
      if (server.state() instanceof State.LeftAlone alone) {
        leave(server, alone.why());
      }
    }
    List<ServerEntry> wrapped =
        settings.servers().servers().stream()
            .filter(server -> server.state() instanceof State.Wrapped)
            .toList();
    if (wrapped.isEmpty()) {
      person.say("no server of " + settings.named() + " is wrapped");
      return 0;
    }
    String after = settings.servers().unwrapped(wrapped);
    person.show(settings.heading(), Optional.of(settings.text()), after);
    if (!yes && !person.wants("Write exactly this?", again("unwrap", settings))) {
      person.say("nothing was written");
      return NOT_WRITTEN;
    }
    Drafts drafts = new Drafts(probe, installation, settings, workingDirectory);
    settings.write(after);
    person.say(settings.place() + " is written");
    for (ServerEntry server : wrapped) {
      removeProfile(server, (State.Wrapped) server.state(), drafts);
    }
    return 0;
  }

  /** Only a profile that is still as it was drafted: the rest is the person's. */
  private void removeProfile(ServerEntry server, State.Wrapped wrapped, Drafts drafts) {
    Path profile = drafts.own(wrapped.profile());
    Optional<String> text = drafts.read(profile);
    String drafted = ServerProfile.of(server, wrapped.words(), drafts.around());
    if (text.filter(drafted::equals).isPresent()) {
      drafts.remove(profile);
      person.say(profile + " is removed");
    } else if (text.isPresent()) {
      person.say(profile + " is not as it was drafted, so it is kept");
    }
  }

  private void tellWrapped(
      ServerEntry server, State.Wrapped wrapped, String program, Drafts drafts) {
    if (!wrapped.program().equals(program)) {
      say(server, "is started by " + Quoted.of(wrapped.program()) + ", which is not " + program);
    } else if (drafts.read(drafts.own(wrapped.profile())).isEmpty()) {
      say(
          server,
          "is wrapped, and you have no profile "
              + wrapped.profile()
              + ", so it does not start; unwrap, then wrap again");
    } else if (!drafts.isFor(server, drafts.own(wrapped.profile()))) {
      say(
          server,
          "is wrapped with the profile "
              + wrapped.profile()
              + ", which was not drafted for it; sandboxed profiles show "
              + wrapped.profile()
              + " tells what that gives");
    } else {
      say(
          server,
          "is wrapped already, with the profile "
              + wrapped.profile()
              + "; it starts "
              + Quoted.of(wrapped.words().command()));
    }
  }

  /** The profile passes a variable on by its name, also when the file sets it no more. */
  private void tellShared(ServerEntry server, ServerEntry.Words words) {
    List<String> shared =
        words.variables().stream()
            .filter(name -> probe.inquiry().variable(name).isPresent())
            .toList();
    if (!shared.isEmpty()) {
      say(
          server,
          "its env sets "
              + String.join(", ", shared)
              + ", which you have yourself: if that is taken out of its env, it gets yours");
    }
  }

  private void leave(ServerEntry server, String why) {
    say(server, "stays as it is: it " + why);
  }

  private void say(ServerEntry server, String words) {
    person.say(server.at() + ": " + server.title() + ": " + words);
  }

  private static String again(String what, SettingsFile settings) {
    return "sandboxed mcp " + what + " " + Quoted.forShell(settings.place());
  }

  private SettingsFile read(String file) {
    return SettingsFile.read(probe.inquiry(), workingDirectory, file);
  }

  /**
   * The sandboxed that a client is to start, as the person started it: a bare name would be looked
   * up on the client's PATH, which may lead through directories where an agent writes.
   */
  private String program() {
    return probe
        .inquiry()
        .variable("SANDBOXED_CALLED")
        .filter(called -> called.endsWith("/sandboxed"))
        .map(called -> workingDirectory.resolve(called).normalize().toString())
        .orElseGet(() -> installation.home().resolve("bin/sandboxed").toString());
  }
}
