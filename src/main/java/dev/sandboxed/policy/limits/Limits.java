package dev.sandboxed.policy.limits;

import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.limits.LimitsRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a session is held to, and how.
 *
 * @param asked the limits themselves, each with who set it
 * @param tasksByNamespace whether the kernel counts processes by the sandbox's user namespace;
 *     otherwise a control group does
 * @param enclosure the control groups, if any of the limits needs one
 * @param setsid starts the clock in a process group of its own, if the session ends after some time
 */
public record Limits(
    LimitsRequest asked,
    boolean tasksByNamespace,
    Optional<Enclosure> enclosure,
    Optional<Path> setsid) {

  /** A session that is held to nothing. */
  public static final Limits NONE =
      new Limits(LimitsRequest.SILENT, false, Optional.empty(), Optional.empty());

  /**
   * How the limits are kept.
   *
   * @throws UserFailure naming each that cannot be kept on this machine
   */
  public static Limits of(LimitsRequest asked, LimitMeans means) {
    return new LimitDecision(asked, means).limits();
  }

  /** Who sees to a limit. */
  public enum Keeper {
    CONTROL_GROUP("a control group around the session"),
    USER_NAMESPACE("the kernel's count of the sandbox's user namespace"),
    PROCESS("a hard limit of each process"),
    FILE_SYSTEM("the size of each directory in memory"),
    LAUNCHER("the launcher's clock");

    private final String words;

    Keeper(String words) {
      this.words = words;
    }

    /** In words for a person. */
    public String words() {
      return words;
    }
  }

  /**
   * One limit and who sees to it.
   *
   * @param key as a profile writes it
   */
  public record Held(String key, Located<?> value, Keeper keeper) {}

  /** Every limit, in the order of the documentation. */
  public List<Held> held() {
    return asked.all().stream()
        .map(limit -> new Held(limit.key(), limit.value(), keeper(limit.key())))
        .toList();
  }

  private Keeper keeper(String key) {
    return switch (key) {
      case "tasks" -> tasksByNamespace ? Keeper.USER_NAMESPACE : Keeper.CONTROL_GROUP;
      case "open_files", "file_size" -> Keeper.PROCESS;
      case "tmp_size" -> Keeper.FILE_SYSTEM;
      case "runtime" -> Keeper.LAUNCHER;
      default -> Keeper.CONTROL_GROUP;
    };
  }

  /** All in a few words, such as {@code memory 8G, runtime 2h}; empty if there is none. */
  public String words() {
    return held().stream()
        .map(limit -> limit.key() + " " + limit.value().value())
        .collect(Collectors.joining(", "));
  }

  /** Whether there is any that the launcher has to see to. */
  public boolean needLauncher() {
    return asked.openFiles().isPresent()
        || asked.fileSize().isPresent()
        || asked.runtime().isPresent()
        || asked.tasks().isPresent()
        || enclosure.isPresent();
  }
}
