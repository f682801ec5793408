package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.Locale;
import java.util.Optional;

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
