package dev.sandboxed.observed.look;

import dev.sandboxed.denials.tried.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/**
 * This machine. Nothing is opened, and nothing is asked of a network or of a daemon that mounts
 * what is asked for: the agent chose the names, and such a question would carry them out.
 */
final class RealMachine implements Machine {

  // As many as the kernel follows.
  private static final int MOST_LINKS = 40;

  private static final LinkOption NOT_FOLLOWED = LinkOption.NOFOLLOW_LINKS;

  private final RemoteMounts remote;

  RealMachine(RemoteMounts remote) {
    this.remote = remote;
  }

  @Override
  public boolean isNear(Path path) {
    return place(path, true).isPresent();
  }

  @Override
  public boolean has(Path path) {
    return place(path, false).filter(place -> Files.exists(place, NOT_FOLLOWED)).isPresent();
  }

  @Override
  public Optional<Path> real(Path path) {
    return place(path, true).filter(place -> Files.exists(place, NOT_FOLLOWED));
  }

  @Override
  public boolean isReadable(Path path) {
    return real(path).filter(Files::isReadable).isPresent();
  }

  @Override
  public boolean isWritable(Path path) {
    return real(path).filter(Files::isWritable).isPresent();
  }

  @Override
  public boolean isExecutable(Path path) {
    return real(path).filter(Files::isExecutable).isPresent();
  }

  @Override
  public boolean isDirectory(Path path) {
    return real(path).filter(place -> Files.isDirectory(place, NOT_FOLLOWED)).isPresent();
  }

  /**
   * Where a path leads, whether something is there or not; empty where the way goes through what is
   * not on this machine, or does not end.
   *
   * @param last whether its last name is followed, too
   */
  private Optional<Path> place(Path path, boolean last) {
    Path root = Path.of("/");
    Path at = root;
    Deque<Path> names = new ArrayDeque<>();
    path.forEach(names::add);
    int links = 0;
    while (!names.isEmpty()) {
      Path name = names.removeFirst();
      if (name.toString().equals("..")) {
        at = Objects.requireNonNullElse(at.getParent(), root);
        continue;
      }
      Path next = at.resolve(name);
      if (remote.has(next)) {
        return Optional.empty();
      }
      if ((last || !names.isEmpty()) && Files.isSymbolicLink(next)) {
        if (links++ == MOST_LINKS) {
          return Optional.empty();
        }
        Optional<Path> target = target(next);
        if (target.isEmpty()) {
          return Optional.empty();
        }
        for (int i = target.get().getNameCount() - 1; i >= 0; i--) {
          names.addFirst(target.get().getName(i));
        }
        at = target.get().isAbsolute() ? root : at;
      } else {
        at = next;
      }
    }
    return Optional.of(at);
  }

  private static Optional<Path> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
