package dev.sandboxed.follow;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.MovedPlaces;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where on this host the files are that the agent finds inside. */
final class HostPlaces {

  private final Inquiry inquiry;
  private final Path home;
  private final Path project;
  private MovedPlaces moved;

  HostPlaces(Inquiry inquiry, Path home, Path project, MovedPlaces moved) {
    this.inquiry = inquiry;
    this.home = home;
    this.project = project;
    this.moved = moved;
  }

  /** The file on this host that is at a place inside. */
  Path of(Path inside) {
    return moved.onHost(inside);
  }

  /** All that is elsewhere, with what was found to be. */
  MovedPlaces moved() {
    return moved;
  }

  /**
   * Where something is looked for inside that a file names relative to itself. If that file is in a
   * moved directory, this is another place than on the host, at which the same is to be, if nothing
   * else is there.
   *
   * @param by the file, inside
   * @param directory the directory on the host that the words are relative to
   */
  Path named(Path by, Path directory, String words) {
    Path inside = by.resolveSibling(words).normalize();
    Path there = directory.resolve(words).normalize();
    if (moved.moves(by)
        && !of(inside).equals(there)
        && isFree(inside)
        && inquiry.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      moved = moved.with(inside, there);
    }
    return inside;
  }

  /** Whether nothing of this host or of the agent's is at a place near the home. */
  private boolean isFree(Path inside) {
    return inside.startsWith(home.resolveSibling(""))
        && !home.startsWith(inside)
        && !inside.startsWith(project)
        && !moved.moves(inside)
        && !inquiry.exists(inside, LinkOption.NOFOLLOW_LINKS);
  }
}
