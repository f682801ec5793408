package dev.sandboxed.profile.limits;

import dev.sandboxed.problem.Located;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How much a session may use up, as far as layers say.
 *
 * @param memory of all its processes together, what they keep in memory as files included
 * @param tasks processes and threads at one time
 * @param cpu how many processors it may keep busy, in hundredths
 * @param openFiles that one process may have open
 * @param fileSize the largest file that may be written
 * @param tmpSize what each of its directories in memory holds at most
 * @param runtime how long the session lasts at most
 */
public record LimitsRequest(
    Optional<Located<Size>> memory,
    Optional<Located<Integer>> tasks,
    Optional<Located<Processors>> cpu,
    Optional<Located<Integer>> openFiles,
    Optional<Located<Size>> fileSize,
    Optional<Located<Size>> tmpSize,
    Optional<Located<Span>> runtime) {

  /** A layer that limits nothing. */
  public static final LimitsRequest SILENT =
      new LimitsRequest(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * A number of processors.
   *
   * @param percent of one processor's time
   */
  public record Processors(int percent) {
    @Override
    public String toString() {
      return BigDecimal.valueOf(percent, 2).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * One limit for people.
   *
   * @param key as a profile writes it
   */
  public record Named(String key, Located<?> value) {}

  /** What layers say together: of each limit the last one counts. */
  public static LimitsRequest together(List<LimitsRequest> layers) {
    return new LimitsRequest(
        last(layers, LimitsRequest::memory),
        last(layers, LimitsRequest::tasks),
        last(layers, LimitsRequest::cpu),
        last(layers, LimitsRequest::openFiles),
        last(layers, LimitsRequest::fileSize),
        last(layers, LimitsRequest::tmpSize),
        last(layers, LimitsRequest::runtime));
  }

  private static <T> Optional<Located<T>> last(
      List<LimitsRequest> layers, Function<LimitsRequest, Optional<Located<T>>> limit) {
    return layers.stream().map(limit).flatMap(Optional::stream).reduce((earlier, later) -> later);
  }

  /** Those that are set, in the order of the documentation. */
  public List<Named> all() {
    return Stream.of(
            memory.map(limit -> new Named("memory", limit)),
            tasks.map(limit -> new Named("tasks", limit)),
            cpu.map(limit -> new Named("cpu", limit)),
            openFiles.map(limit -> new Named("open_files", limit)),
            fileSize.map(limit -> new Named("file_size", limit)),
            tmpSize.map(limit -> new Named("tmp_size", limit)),
            runtime.map(limit -> new Named("runtime", limit)))
        .flatMap(Optional::stream)
        .toList();
  }
}
