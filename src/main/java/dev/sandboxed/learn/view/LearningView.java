package dev.sandboxed.learn.view;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.policy.paths.PathVariables;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts what a session sees while it is recorded below the profiles of a launch. */
public final class LearningView {

  private final Inquiry inquiry;
  private final Profile never;
  private final Profile shown;
  private final HostFacts host;
  private final PathVariables places;

  /**
   * @param never what is never shown, as a profile that denies it
   * @param shown what is shown of the names that begin with a dot, as a profile that reads it
   */
  public LearningView(Inquiry inquiry, Profile never, Profile shown, HostFacts host) {
    this.inquiry = inquiry;
    this.never = never;
    this.shown = shown;
    this.host = host;
    this.places = new PathVariables(host);
  }

  /**
   * The chain with one more profile, the base of all.
   *
   * @param above what was said for this launch only
   */
  public List<Profile> below(AgentDefinition agent, List<Profile> chain, List<Layer> above) {
    Stream<Path> granted =
        Stream.of(Stream.of(agent.layer()), chain.stream().map(Profile::layer), above.stream())
            .flatMap(layers -> layers)
            .flatMap(layer -> layer.paths().stream())
            .filter(rule -> rule.access() == Access.READ || rule.access() == Access.WRITE)
            .flatMap(rule -> place(rule.pattern(), rule.origin()).stream());
    List<Path> taken =
        Stream.of(
                host.toolDirectories().all().stream(),
                host.own().unmoved().stream(),
                Stream.of(host.project().directory()),
                granted)
            .flatMap(paths -> paths)
            .toList();
    List<Path> state =
        agent.state().stream()
            .flatMap(kept -> Stream.concat(Stream.of(kept.directory()), kept.more().stream()))
            .flatMap(place -> place(place.value(), place.origin()).stream())
            .toList();
    Profile view =
        WideView.of(
            inquiry,
            host.person().home(),
            never,
            shown,
            Stream.concat(taken.stream(), state.stream()).toList(),
            state);
    return Stream.concat(Stream.of(view), chain.stream()).toList();
  }

  /** What such a rule is about; empty where it says so in a way that is reported later. */
  private Optional<Path> place(String written, Origin origin) {
    try {
      return Optional.of(
          host.project().directory().resolve(places.expand(written, origin)).normalize());
    } catch (UserFailure unknown) {
      return Optional.empty();
    }
  }
}
