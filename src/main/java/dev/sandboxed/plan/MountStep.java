package dev.sandboxed.plan;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/**
 * One step of making the sandbox's file system. Steps are executed in order, a parent before its
 * contents.
 */
public sealed interface MountStep {

  /** The path inside. */
  Path path();

  Origin origin();

  /** A description for people, in a few words. */
  String describe();

  /** A file or directory of the host that the agent cannot change. */
  record ReadOnlyBind(Path source, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "read-only" + from(source, path);
    }
  }

  /** A file or directory of the host that the agent may change. */
  record WritableBind(Path source, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "writable" + from(source, path);
    }
  }

  /**
   * A directory of a writable bind, mounted on itself. What is mounted cannot be renamed, so the
   * agent cannot move the restricted file below it out from under its mount, or put another in its
   * place for the next launch.
   */
  record Anchor(Path source, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "writable, cannot be renamed";
    }
  }

  /**
   * A file whose content cannot be read.
   *
   * @param empty whether it reads as an empty file; otherwise it cannot be opened
   */
  record MaskedFile(Path path, boolean empty, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return empty ? "masked" : "masked, cannot be opened";
    }
  }

  /**
   * A directory whose content cannot be read.
   *
   * @param traversable whether something below it is granted, and must be reachable
   */
  record MaskedDirectory(Path path, boolean traversable, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "masked";
    }
  }

  /**
   * An empty directory in memory, gone when the sandbox ends.
   *
   * @param mode permission bits
   */
  record Tmpfs(Path path, int mode, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "empty, private, gone afterwards";
    }
  }

  /**
   * A small file that the plan itself holds.
   *
   * @param name its name in the plan directory
   */
  record PlanFile(String name, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "written by sandboxed";
    }
  }

  /**
   * A symlink.
   *
   * @param target as the link holds it
   */
  record Symlink(String target, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "link to " + target;
    }
  }

  /**
   * A symlink that covers a configuration of git, and leads to a copy that is the sandbox's own.
   * Git writes a configuration by a rename beside it, which a mount refuses; it follows a symlink
   * and renames beside what that leads to.
   *
   * @param link the symlink on the host
   * @param copy the path inside of the copy
   */
  record OwnCopy(Path link, Path copy, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "a copy that only this sandbox obeys, in " + copy;
    }
  }

  /** A directory in memory that has only what is mounted in it, and takes nothing else. */
  record SealedDirectory(Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "read-only, with nothing but what is mounted in it";
    }
  }

  /** The process file system of the sandbox's process namespace. */
  record Proc(Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "the sandbox's own processes";
    }
  }

  /** A minimal set of devices. */
  record Dev(Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "null, zero, full, random, urandom, tty, pts, shm";
    }
  }

  /**
   * A file of the host of which only a part is shown. The plan holds that part, as it was when the
   * plan was made.
   *
   * @param name its name in the plan directory
   */
  record PartlyMasked(String name, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "read-only, as it was at the launch, with what its mask finds replaced";
    }
  }

  /** A device of this machine, or a directory of them. */
  record Device(Path source, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "a device of this machine" + from(source, path);
    }
  }

  /** A socket on which a program outside listens. A program inside can do no more than connect. */
  record Socket(Path source, Path path, Origin origin) implements MountStep {
    @Override
    public String describe() {
      return "a socket of a program outside" + from(source, path);
    }
  }

  private static String from(Path source, Path path) {
    return source.equals(path) ? "" : ", from " + source;
  }
}
