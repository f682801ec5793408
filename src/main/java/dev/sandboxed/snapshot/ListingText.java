package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The differences between a project and its snapshot, in words. */
public final class ListingText {

  private static final long SMALL = 1 << 10;

  private final Listing listing;
  private final List<Change> shown;

  public ListingText(Listing listing) {
    this.listing = listing;
    shown = listing.shown();
  }

  /** How many of each kind, without what git ignores. */
  public String counts() {
    List<String> counts = new ArrayList<>();
    for (Change.Kind kind : Change.Kind.values()) {
      long count =
          shown.stream()
              .filter(change ->
                  change.kind() == kind && !listing.isIgnored(change) && !Withheld.isRecord(change))
              .count();
      if (count > 0) {
        counts.add(count + " " + word(kind));
      }
    }
    long ignored = shown.stream().filter(listing::isIgnored).count();
    if (ignored > 0) {
      counts.add(ignored + " that git ignores");
    }
    if (shown.stream().anyMatch(Withheld::isRecord)) {
      counts.add(counts.isEmpty() ? "git's records" : "and git's records");
    }
    return counts.isEmpty() ? "no differences" : String.join(", ", counts);
  }

  /** One line for each; what git ignores is counted by the first part of its name. */
  public List<String> lines(List<Change> some) {
    List<String> lines = new ArrayList<>();
    SortedMap<String, Integer> ignored = new TreeMap<>();
    int records = 0;
    for (Change change : some) {
      if (Withheld.isRecord(change)) {
        records++;
        continue;
      }
      if (listing.isIgnored(change) && change.kind() != Change.Kind.REMOVED) {
        ignored.merge(top(change.name()), 1, Integer::sum);
      } else {
        lines.add(line(change));
      }
    }
    if (records > 0) {
      lines.add(row("git", ".git/, " + differences(records) + "; apply fetches commits"));
    }
    ignored.forEach((top, count) -> lines.add(row("ignored", top + ", " + differences(count))));
    listing
        .doubt()
        .ifPresent(doubt -> lines.add(row("ignored", "not told apart, because " + doubt)));
    return lines;
  }

  private static String differences(int count) {
    return count + (count == 1 ? " difference" : " differences");
  }

  private static String top(Path name) {
    return Printable.whole(
        name.getNameCount() > 1 ? name.getName(0) + "/" : name.getName(0).toString());
  }

  private String line(Change change) {
    String text = row(word(change.kind()), shown(change) + "  " + size(change));
    return text + listing.withheld(change).map(why -> "  TRAP: " + why).orElse("");
  }

  private static String row(String label, String text) {
    return String.format(Locale.ROOT, "  %-8s %s", label, text);
  }

  private static String shown(Change change) {
    String slash =
        change.now().is(Node.Kind.DIRECTORY)
                || (!change.now().isThere() && change.was().is(Node.Kind.DIRECTORY))
            ? "/"
            : "";
    return change.before().map(before -> name(before) + " -> ").orElse("")
        + name(change.name())
        + slash;
  }

  /** A name on one line, whatever is in it. */
  public static String name(Path name) {
    return Printable.whole(name.toString());
  }

  private static String size(Change change) {
    if (change.kind() == Change.Kind.CHANGED && change.was().kind() == change.now().kind()) {
      String sizes = what(change.was()) + " -> " + what(change.now());
      return change.was().mode() == change.now().mode()
          ? sizes
          : "%s, mode %03o -> %03o".formatted(sizes, change.was().mode(), change.now().mode());
    }
    return switch (change.kind()) {
      case ADDED, RENAMED -> what(change.now());
      case REMOVED -> what(change.was());
      case CHANGED -> what(change.was()) + " -> " + what(change.now());
    };
  }

  private static String what(Node node) {
    return switch (node.kind()) {
      case FILE -> bytes(node.size());
      case LINK -> "symlink";
      case DIRECTORY -> "directory";
      case OTHER, WHITEOUT -> "pipe, socket or device";
      case ABSENT -> "";
    };
  }

  /** Most files of a project are small. */
  private static String bytes(long size) {
    return size < SMALL ? size + " B" : ByteCount.text(size);
  }

  /** As programs read it. */
  public static String word(Node node) {
    return node.kind().name().toLowerCase(Locale.ROOT);
  }

  /** As people and programs read it. */
  public static String word(Change.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
