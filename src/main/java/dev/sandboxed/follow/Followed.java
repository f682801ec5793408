package dev.sandboxed.follow;

import dev.sandboxed.files.MovedPlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the person's files of an agent name.
 *
 * @param leftOut remarks about what these files name and no sandbox takes over
 * @param moved where these files are, and what they name, if not where they are inside
 */
public record Followed(List<Mention> mentions, List<String> leftOut, MovedPlaces moved) {

  /** Nothing is named. */
  public static final Followed NOTHING = new Followed(List.of(), List.of(), MovedPlaces.NONE);

  /** How the agent takes what is missing. */
  public enum Weight {
    /** It goes on without a guard that the person set up. */
    GUARD,
    /** Something does not work. */
    HELP
  }

  /**
   * Something that a file of the person's names.
   *
   * @param by the file, absolute and normalized, where it is inside
   * @param byWay that file on this host, and where it leads through symlinks, link by link
   * @param first whether the agent reads that file by itself; otherwise another one must name it
   * @param key where in the file
   * @param word as it is written there
   * @param places where it may be on this host; it is there if one of them is inside
   */
  public record Mention(
      Path by,
      List<Path> byWay,
      boolean first,
      String key,
      Weight weight,
      String word,
      List<Place> places) {
    public Mention {
      byWay = List.copyOf(byWay);
      places = List.copyOf(places);
    }
  }

  /**
   * A place on this host.
   *
   * @param path where it is inside
   * @param way its path on this host, and where it leads through symlinks, link by link
   * @param along whether it may come along: a program, a script, or what is named as a file to read
   * @param partOf the directory of the package that it belongs to, and probably needs
   */
  public record Place(Path path, List<Path> way, boolean along, Optional<Path> partOf) {
    public Place {
      way = List.copyOf(way);
    }

    /** Without any symlink. */
    public Path real() {
      return way.getLast();
    }
  }

  public Followed {
    mentions = List.copyOf(mentions);
    leftOut = List.copyOf(leftOut);
  }

  /** The paths that may come along, whose facts are needed. */
  public List<Path> paths() {
    return mentions.stream()
        .flatMap(mention -> mention.places().stream())
        .filter(Place::along)
        .map(Place::path)
        .toList();
  }
}
