package dev.sandboxed.review;

import dev.sandboxed.problem.Remark;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Subject;
import java.util.List;

/**
 * A part of a project that a person can allow, read once: what is shown is what is recorded.
 *
 * @param remarks what it would change, each a plain sentence
 */
public record Approvable(Subject subject, Content content, List<Remark> remarks) {

  public Approvable {
    remarks = List.copyOf(remarks);
  }

  /** Its files, for people. */
  public String files() {
    return String.join(
        ", ", content.marks().keySet().stream().map(path -> Revealed.of(path).text()).toList());
  }
}
