package dev.sandboxed.cli;

import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.cli.options.ErrorsOption;
import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.files.write.NewFile;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.GivenProfiles;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.ProfileLibrary.Listing;
import dev.sandboxed.profile.text.ProfileDifference;
import dev.sandboxed.profile.text.ProfileSchema;
import dev.sandboxed.profile.text.ProfileTemplate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed profiles}: the profiles and agents there are. */
@Command(
    name = "profiles",
    description = "Lists, shows, compares, checks and edits profiles; lists agents.")
final class ProfilesCommand implements Runnable {

  private final Streams streams;
  private final HostProbe probe;
  private final Installation installation;
  private final ProfileEditing editing;

  ProfilesCommand(
      Streams streams, HostProbe probe, Installation installation, Path workingDirectory) {
    editing = new ProfileEditing(streams, probe, installation, workingDirectory);
    this.streams = streams;
    this.probe = probe;
    this.installation = installation;
  }

  @Override
  public void run() {
    list();
  }

  /** Prints every profile and every agent; broken ones with what is wrong. */
  @Command(name = "list", description = "Lists profiles and agents.")
  int list(@Mixin JsonOption form) {
    ProfileLibrary library = library();
    if (form.json) {
      return print(Json.ofListings(library.profiles(), library.agents()));
    }
    return list(library);
  }

  int list() {
    return list(library());
  }

  private int print(String json) {
    streams.out().println(json);
    return 0;
  }

  private int list(ProfileLibrary library) {
    streams.out().println("profiles");
    library.profiles().forEach(this::print);
    streams.out().println("agents");
    library.agents().forEach(this::print);
    return 0;
  }

  private void print(Listing listing) {
    String about = listing.problems().isEmpty() ? listing.description() : "broken, see below";
    String shadowed = listing.shadowed() ? "; hidden by the one above" : "";
    streams
        .out()
        .printf("  %-12s %s  (%s%s)%n", listing.name(), about, listing.shelf().title(), shadowed);
    listing.problems().forEach(problem -> streams.out().println("      " + problem.render()));
  }

  /** Prints a profile with everything it extends. */
  @Command(
      name = "show",
      description = "Shows a profile with everything it extends, and where each line came from.")
  int show(
      @Parameters(
              paramLabel = "NAME|FILE",
              description = "a profile's name, or its file",
              completionCandidates = Candidates.Profiles.class)
          String name,
      @Mixin JsonOption form) {
    return form.json ? print(Json.ofProfile(chain(name))) : show(name);
  }

  int show(String name) {
    streams.out().print(ProfileText.of(chain(name)));
    return 0;
  }

  private List<Profile> chain(String chosen) {
    return ProfileLibrary.isFile(chosen)
        ? library().profileChainOfFile(chosen)
        : library().profileChain(chosen);
  }

  /** Prints what two profiles grant differently. */
  @Command(
      name = "diff",
      description = {
        "Shows what a profile grants differently from another one, or from what it extends.",
        "What counts is compared, with everything they extend, not the text of the files."
      })
  int diff(
      @Parameters(
              index = "0",
              paramLabel = "NAME|FILE",
              description = "a profile",
              completionCandidates = Candidates.Profiles.class)
          String one,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "NAME|FILE",
              description = "another one; without it, what the first extends, beside the first",
              completionCandidates = Candidates.Profiles.class)
          @Nullable String other,
      @Mixin JsonOption form) {
    List<Profile> first = chain(one);
    List<Profile> before = other == null ? first.subList(0, first.size() - 1) : first;
    List<Profile> after = other == null ? first : chain(other);
    List<ProfileDifference.Change> changes = ProfileDifference.of(before, after);
    if (form.json) {
      return print(Json.ofDifference(before, after, changes));
    }
    streams.out().print(ProfileText.ofDifference(before, after, changes));
    return 0;
  }

  /** Has a profile of the person's own edited. */
  @Command(
      name = "edit",
      description = {
        "Opens a profile of your own in $VISUAL or $EDITOR, and checks it before it is saved.",
        "If there is none of that name, it begins as with new."
      })
  int edit(
      @Parameters(
              paramLabel = "NAME",
              description = "a profile's name",
              completionCandidates = Candidates.Profiles.class)
          String name) {
    editing.edit(name);
    return 0;
  }

  /** Starts a profile of the person's own. */
  @Command(
      name = "new",
      description = {
        "Writes a profile of your own to edit, with every key in comments.",
        "It extends the profile of the same name, if there is one."
      })
  int create(
      @Parameters(paramLabel = "NAME", description = "its name: a-z, 0-9, - and _") String name,
      @Option(
              names = "--extends",
              paramLabel = "BASE",
              description = "the profile to start from; without it, default",
              completionCandidates = Candidates.Profiles.class)
          @Nullable String base) {
    ProfileLibrary library = library();
    library.requireProfileName(name);
    Path file = installation.ownProfile(probe.toolDirectories(), name);
    boolean known = library.profiles().stream().anyMatch(listing -> listing.name().equals(name));
    if (base != null) {
      library.profileChain(base); // reports what is wrong with it before anything is written
    }
    String extended = base != null ? base : known ? name : "default";
    NewFile.write(
        file,
        ProfileTemplate.of(name, extended),
        "edit it, or choose another name. sandboxed profiles show " + name + " shows it");
    streams.out().println(file);
    streams.tell("Edit it, then: sandboxed run claude --profile " + name + "\n");
    return 0;
  }

  /** Checks profile files, for hooks and builds. */
  @Command(
      name = "check",
      description = {
        "Reads profile files and reports everything that is wrong with them.",
        "They may extend each other and the built-in ones. No sandbox is started."
      })
  int check(
      @Parameters(
              paramLabel = "FILE|DIR",
              arity = "1..*",
              description = "NAME.toml, or a directory of them")
          List<String> places,
      @Mixin JsonOption form,
      @Mixin ErrorsOption errors) {
    List<String> names =
        GivenProfiles.check(probe.inquiry(), places, installation.builtInProfiles());
    return print(
        form.json ? Json.ofChecked(names) : "nothing is wrong with " + String.join(", ", names));
  }

  /** Prints what an editor needs to help with a profile. */
  @Command(
      name = "schema",
      description = "Prints the JSON Schema of profiles, for editors. See docs/profile.md.")
  int schema(
      @Option(names = "--agent", description = "the schema of agent definitions") boolean agent) {
    streams.out().print(agent ? ProfileSchema.ofAgents() : ProfileSchema.ofProfiles());
    return 0;
  }

  private ProfileLibrary library() {
    return installation.library(probe);
  }
}
