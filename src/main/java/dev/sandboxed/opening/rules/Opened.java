package dev.sandboxed.opening.rules;

import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What follows from the openings that layers ask for. The rules belong to the layer that decides,
 * so that one above it can close a part again.
 */
public final class Opened {

  /** The beginning of the codes of remarks about openings. */
  public static final String REMARK = "opening.";

  /** The beginning of the codes of remarks about those that are ways out. */
  public static final String WAY_OUT = "way-out.";

  private final Map<Opening, Located<Boolean>> decided;
  private final Map<Opening, Found> found;

  /**
   * Openings of one launch.
   *
   * @param decided what the last layer says that names one
   * @param found what this machine has of each that some layer names
   */
  public Opened(Map<Opening, Located<Boolean>> decided, Map<Opening, Found> found) {
    this.decided = Map.copyOf(decided);
    this.found = Map.copyOf(found);
  }

  /** The same layer, with the rules that follow where it decides. */
  public Layer in(Layer layer) {
    List<PathRule> paths = new ArrayList<>();
    List<EnvironmentRule> environment = new ArrayList<>();
    for (Opening opening : Opening.values()) {
      Located<Boolean> said = layer.openings().get(opening);
      if (said != null
          && said.equals(decided.get(opening))
          && found.get(opening) instanceof Found.Here here) {
        here.places().stream()
            .filter(place -> said.value() || place.kind() != Found.Kind.FILE)
            .forEach(place -> paths.add(rule(place, said)));
        if (said.value()) {
          here.variables()
              .forEach((name, value) ->
                  environment.add(new EnvironmentRule.Set(name, value, said.origin())));
        }
      }
    }
    return layer.after(paths, environment);
  }

  /** Where a later layer says no, it is closed, even if another rule names it. */
  private static PathRule rule(Found.Place place, Located<Boolean> said) {
    Path path = said.value() ? place.inside() : place.outside();
    // As a rule writes a path.
    return new PathRule(
        said.value() ? access(place.kind()) : Access.DENY,
        path.toString().replace("$", "$$"),
        true,
        said.origin());
  }

  private static Access access(Found.Kind kind) {
    return switch (kind) {
      case SOCKET -> Access.SOCKET;
      case FILE -> Access.READ;
      case DEVICE -> Access.DEVICE;
    };
  }

  /** The same, and what of the openings is elsewhere on this machine than inside. */
  public MovedPlaces moved(MovedPlaces places) {
    MovedPlaces all = places;
    for (Opening opening : Opening.values()) {
      if (isOpen(opening) && found.get(opening) instanceof Found.Here here) {
        for (Found.Place place : here.places()) {
          all =
              place.inside().equals(place.outside())
                  ? all
                  : all.with(place.inside(), place.outside());
        }
      }
    }
    return all;
  }

  private boolean isOpen(Opening opening) {
    Located<Boolean> said = decided.get(opening);
    return said != null && said.value();
  }

  /**
   * What is given away, and what could not be shown.
   *
   * @throws UserFailure if the environment names something else in the place of what was asked for
   */
  public List<Remark> remarks() {
    List<Problem> problems = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    new TreeMap<>(decided)
        .forEach((opening, said) -> {
          if (said.value()) {
            say(opening, said.origin(), remarks, problems);
          }
        });
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return remarks;
  }

  private void say(Opening opening, Origin origin, List<Remark> remarks, List<Problem> problems) {
    switch (found.get(opening)) {
      case Found.Here here -> {
        if (!opening.givesAway().isEmpty()) {
          String kind = opening.isWayOut() ? WAY_OUT : REMARK;
          remarks.add(Remark.from(origin, kind + opening.key(), opening.givesAway()));
        }
        here.notes().forEach(note -> remarks.add(Remark.of("opening.note", note)));
      }
      case Found.Missing missing ->
          remarks.add(
              Remark.from(
                  origin,
                  "opening.none",
                  opening.key() + ": " + missing.why() + "; nothing is shown"));
      case Found.Wrong wrong ->
          problems.add(
              new Problem(
                  "opening.wrong",
                  opening.key() + ": " + wrong.what(),
                  origin.where(),
                  wrong.remedy()));
      case null -> throw new IllegalStateException("nobody looked for " + opening);
    }
  }
}
