package dev.sandboxed.planning;

import dev.sandboxed.review.Approvable;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Subject;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a person can allow in a project, beside what was allowed before.
 *
 * @param parts in the order in which they are shown
 */
public record ProjectReview(List<Part> parts) {

  /**
   * One of them.
   *
   * @param before what was last allowed, {@link Content#NOTHING} if nothing was
   * @param allowed whether it is exactly that
   */
  public record Part(Approvable now, Content before, boolean allowed) {

    /** What changed since it was allowed. */
    public ContentDiff diff() {
      return ContentDiff.of(before, now.content());
    }
  }

  public ProjectReview {
    parts = List.copyOf(parts);
  }

  /** The digest that stands for all of it, exactly as it is. */
  public String digest() {
    SortedMap<Subject, Content> contents = new TreeMap<>();
    parts.forEach(part -> contents.put(part.now().subject(), part.now().content()));
    return Content.digest(contents);
  }

  /** The parts that count only once a person allows them. */
  public List<Part> pending() {
    return parts.stream().filter(part -> !part.allowed()).toList();
  }
}
