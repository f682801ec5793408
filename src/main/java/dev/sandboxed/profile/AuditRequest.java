package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a layer says about what the person is told, before and afterwards.
 *
 * @param changes whether the person is told after the session what changed in the project
 * @param accept what does not stop the launch, because the person has accepted it
 * @param observe what is written down meanwhile
 */
public record AuditRequest(
    Optional<Located<Boolean>> changes, List<Located<Accepted>> accept, ObserveRequest observe) {

  public static final AuditRequest SILENT = new AuditRequest(Optional.empty(), List.of());

  /** One that says nothing of what is written down meanwhile. */
  public AuditRequest(Optional<Located<Boolean>> changes, List<Located<Accepted>> accept) {
    this(changes, accept, ObserveRequest.SILENT);
  }

  /** What a person can accept. */
  public enum Accepted {
    /** A guard of the agent's that is not inside. */
    MISSING_GUARDS("missing-guards");

    private final String word;

    Accepted(String word) {
      this.word = word;
    }

    /** The one with that name. */
    public static Optional<Accepted> of(String word) {
      return Stream.of(values()).filter(accepted -> accepted.word.equals(word)).findFirst();
    }

    /** As it is written. */
    public String word() {
      return word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  public AuditRequest {
    accept = List.copyOf(accept);
  }
}
