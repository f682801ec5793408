package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/** A place in {@code /proc} or {@code /dev} that is not as the kernel has it. */
public sealed interface KernelPath {

  Path path();

  /** The reason. */
  Origin origin();

  /** How it looks inside, for people. */
  default String describe() {
    return switch (this) {
      case HiddenFile _, HiddenDirectory _ -> "masked";
      case ReadOnly _ -> "read-only";
      case FixedDevice _ -> "a device that can be used and not changed";
    };
  }

  /** A file that cannot be opened. */
  record HiddenFile(Path path, Origin origin) implements KernelPath {}

  /** A directory that cannot be listed. */
  record HiddenDirectory(Path path, Origin origin) implements KernelPath {}

  /** A directory in which everything is read-only. */
  record ReadOnly(Path path, Origin origin) implements KernelPath {}

  /** A device that can be read and written, and whose owner and permissions stay as they are. */
  record FixedDevice(Path path, Origin origin) implements KernelPath {}
}
