package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Locale;
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

  /**
   * What a layer says about writing down what programs in a session try.
   *
   * @param denials whether it is written down what they are refused
   * @param calls whether that includes what the filter of system calls refuses
   * @param successes whether what succeeds is written down, too
   */
  public record ObserveRequest(
      Optional<Located<Boolean>> denials,
      Optional<Located<Boolean>> calls,
      Optional<Located<Boolean>> successes) {

    public static final ObserveRequest SILENT =
        new ObserveRequest(Optional.empty(), Optional.empty(), Optional.empty());

    /** As the command line says it. */
    public enum Depth {
      NONE,
      DENIALS,
      CALLS;

      /** As it is written. */
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /** What a word of the command line means. */
    public static ObserveRequest of(Optional<Located<Depth>> said) {
      return new ObserveRequest(
          said.map(depth -> new Located<>(depth.value() != Depth.NONE, depth.origin())),
          said.map(depth -> new Located<>(depth.value() == Depth.CALLS, depth.origin())),
          Optional.empty());
    }

    /** Everything that is opened and everything that is refused. */
    public static ObserveRequest everything(Located<Boolean> wanted) {
      return new ObserveRequest(Optional.of(wanted), Optional.empty(), Optional.of(wanted));
    }
  }
}
