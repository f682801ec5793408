package dev.sandboxed.follow;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out where on this host a person has moved an agent's directory by a variable. Only this
 * process's own environment counts, never a dev shell's or a profile's.
 *
 * <p>A variable may lead to no place that an agent can write, or could in an earlier session, which
 * would then have chosen the login and the settings; nor may it make more than an agent's directory
 * one.
 */
public final class MovedProbe {

  private static final List<Path> KERNEL =
      List.of(Path.of("/dev"), Path.of("/proc"), Path.of("/sys"));

  private static final String ELSEWHERE =
      "keep the agent's login and settings where no agent can write, or unset it";

  private static final String OWN = "name a directory of the agent's own, or unset it";

  private final Inquiry inquiry;
  private final Places places;

  /**
   * The places that count.
   *
   * @param sandboxed its own directories
   * @param written every place that some sandbox could write so far
   */
  public record Places(Path home, Path project, List<Path> sandboxed, List<Path> written) {
    public Places {
      sandboxed = List.copyOf(sandboxed);
      written = List.copyOf(written);
    }
  }

  private MovedProbe(Inquiry inquiry, Places places) {
    this.inquiry = inquiry;
    this.places = places;
  }

  /**
   * Asks for the variables.
   *
   * @param moved what they move, each with its place inside
   * @throws UserFailure with every variable that names what it may not
   */
  public static MovedPlaces look(
      Inquiry inquiry, Places places, Map<AgentDefinition.Moved, Path> moved) {
    MovedProbe probe = new MovedProbe(inquiry, places);
    Map<Path, Path> found = new LinkedHashMap<>();
    Findings findings = new Findings();
    moved.forEach((rule, inside) ->
        findings.run(() ->
            probe
                .place(rule, inside)
                .filter(place -> !place.equals(inside))
                .ifPresent(place -> found.put(inside, place))));
    findings.check();
    return new MovedPlaces(found);
  }

  /** As most programs do, takes an empty value for none. */
  private Optional<Path> place(AgentDefinition.Moved rule, Path inside) {
    Located<String> variable = rule.variable();
    Optional<String> value = inquiry.variable(variable.value()).filter(text -> !text.isEmpty());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String named = variable.value() + " is " + Quoted.of(value.get());
    if (!value.get().startsWith("/")) {
      throw problem(
          named + ", which is not an absolute path", "set it to the whole path, or unset it");
    }
    // Another name than the person's would have a login and a state of its own.
    if (value.get().indexOf('\uFFFD') >= 0) {
      throw problem(named + ", which is not UTF-8", "rename it, or unset the variable");
    }
    Path directory = Path.of(value.get()).normalize();
    Path place = rule.below().map(directory::resolve).orElse(directory).normalize();
    if (place.equals(inside)) {
      return Optional.empty();
    }
    check(named, directory, place, inside);
    // A person may have a symlink that leads to one account or to another.
    Path real = real(directory);
    return Optional.of(rule.below().map(real::resolve).orElse(real).normalize());
  }

  private void check(String named, Path directory, Path place, Path inside) {
    Path real = real(place);
    if (places.home().startsWith(place) || real(places.home()).startsWith(real)) {
      throw problem(named + ", but your home is in " + place, OWN);
    }
    if (KERNEL.stream().anyMatch(top -> place.startsWith(top) || real.startsWith(top))) {
      throw problem(named + ", which is the kernel's", OWN);
    }
    PathProbe.links(inquiry, place).stream()
        .filter(link -> !inquiry.exists(link))
        .findFirst()
        .ifPresent(link -> {
          throw problem(
              named + ", but " + link + " is a symlink that leads nowhere",
              "make what it leads to, or unset the variable");
        });
    FileFact.Kind kind = PathProbe.look(inquiry, directory).kind();
    if (kind == FileFact.Kind.FILE || kind == FileFact.Kind.SPECIAL) {
      throw problem(named + ", which is not a directory", OWN);
    }
    deciding(place, places.sandboxed().stream().map(this::real).toList())
        .ifPresent(own -> {
          throw problem(named + ", which is in " + own + ", sandboxed's own directory", OWN);
        });
    deciding(place, List.of(places.project()))
        .ifPresent(project -> {
          throw problem(named + ", which is in the project, where the agent can write", ELSEWHERE);
        });
    // Where the usual place is no better, its files would count as well.
    Stream<Path> worse =
        places.written().stream().filter(at -> deciding(inside, List.of(at)).isEmpty());
    deciding(place, worse.toList())
        .ifPresent(at -> {
          throw problem(
              named + ", which is in " + at + ", where an agent could write in an earlier session",
              ELSEWHERE);
        });
  }

  /** Which of some directories holds a place, or a symlink that leads there. */
  private Optional<Path> deciding(Path place, List<Path> directories) {
    return WritablePlaces.deciding(inquiry, place, directories);
  }

  private Path real(Path path) {
    return PathProbe.look(inquiry, path).real();
  }

  private static UserFailure problem(String message, String hint) {
    return new UserFailure(Problem.of("agent.moved", message, hint));
  }
}
