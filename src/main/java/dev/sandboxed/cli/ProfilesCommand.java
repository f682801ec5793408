package dev.sandboxed.cli;

import dev.sandboxed.host.HostProbe;
import dev.sandboxed.profile.Listing;
import dev.sandboxed.profile.ProfileLibrary;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sandboxed profiles}: the profiles and agents there are. */
@Command(
    name = "profiles",
    description = "Lists profiles and agents, or shows what a profile comes to.",
    mixinStandardHelpOptions = true)
final class ProfilesCommand implements Runnable {

  private final Streams streams;
  private final Map<String, String> environment;
  private final Installation installation;

  ProfilesCommand(Streams streams, Map<String, String> environment, Installation installation) {
    this.streams = streams;
    this.environment = environment;
    this.installation = installation;
  }

  @Override
  public void run() {
    list();
  }

  /** Prints every profile and every agent, the broken ones with what is wrong. */
  @Command(name = "list", description = "Lists profiles and agents.")
  int list() {
    ProfileLibrary library = library();
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

  /** Prints a profile with all that it extends. */
  @Command(
      name = "show",
      description = "Shows a profile with all it extends, and where each line came from.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    streams.out().print(ProfileText.of(library().profileChain(name)));
    return 0;
  }

  private ProfileLibrary library() {
    return installation.library(new HostProbe(environment).toolDirectories());
  }
}
