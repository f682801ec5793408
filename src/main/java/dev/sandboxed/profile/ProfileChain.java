package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Follows {@code extends} from one profile to its base.
 *
 * <p>A name that is already in the chain means the profile of that name on the next shelf: a
 * person's own {@code default} extends the built-in {@code default}, directly or through {@code
 * strict}. If there is none, the chain is a cycle.
 */
final class ProfileChain {

  private final Catalogue<Profile> profiles;
  private final List<Catalogue.Placed<Profile>> steps = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private ProfileChain(Catalogue<Profile> profiles) {
    this.profiles = profiles;
  }

  /** The chain of {@code name}, base first. */
  static List<Profile> of(String name, Catalogue<Profile> profiles) {
    profiles.requireName(name);
    ProfileChain chain = new ProfileChain(profiles);
    return chain.following(chain.step(name, Optional.empty()));
  }

  /** The chain of a file that is on no shelf, base first; what it extends is. */
  static List<Profile> ofFile(String file, Catalogue<Profile> profiles) {
    ProfileChain chain = new ProfileChain(profiles);
    return chain.following(chain.add(profiles.at(file)));
  }

  private List<Profile> following(Optional<Located<String>> first) {
    Optional<Located<String>> parent = first;
    while (parent.isPresent()) {
      parent = step(parent.get().value(), position(parent.get().origin()));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return steps.reversed().stream().map(step -> step.reading().value()).toList();
  }

  /** Adds one profile to the chain and returns the one it extends. */
  private Optional<Located<String>> step(String name, Optional<SourcePosition> asked) {
    int from = shelfAfterTheLast(name);
    try {
      Optional<Catalogue.Placed<Profile>> found = profiles.find(name, from);
      if (found.isEmpty()) {
        problems.add(from == 0 ? profiles.unknown(name, asked) : cycle(name, asked));
        return Optional.empty();
      }
      return add(found.get());
    } catch (UserFailure unreadable) {
      problems.addAll(unreadable.problems());
      return Optional.empty();
    }
  }

  private Optional<Located<String>> add(Catalogue.Placed<Profile> found) {
    steps.add(found);
    problems.addAll(found.reading().problems());
    return found.reading().value().parent();
  }

  private int shelfAfterTheLast(String name) {
    return steps.stream()
        .filter(step -> step.reading().value().name().equals(name))
        .mapToInt(step -> step.shelf() + 1)
        .max()
        .orElse(0);
  }

  private Problem cycle(String name, Optional<SourcePosition> asked) {
    String circle =
        steps.stream()
            .map(step -> step.reading().value().name())
            .dropWhile(link -> !link.equals(name))
            .collect(Collectors.joining(" -> ", "", " -> " + name));
    return new Problem(
        "profile.cycle",
        "the profiles extend each other in a circle: " + circle,
        asked,
        "remove one extends; a name that is already in the chain means the profile of that name"
            + " in the next directory, and there is none");
  }

  private static Optional<SourcePosition> position(Origin origin) {
    return origin instanceof Origin.Line line ? Optional.of(line.position()) : Optional.empty();
  }
}
