package dev.sandboxed.snapshot;

import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Tells the person in one line what is in a snapshot when a session has ended, and keeps how the
 * files were that it changed. Started by src/main/bash/snapshot, which has the lock.
 */
public final class TellSnapshot {

  private TellSnapshot() {}

  /**
   * Prints the line.
   *
   * @param arguments the snapshot's directory, its name, the project and what the person types to
   *     start sandboxed
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try {
      Snapshot snapshot =
          new Snapshot(
              new LiveInquiry(System.getenv(), InstantSource.system()),
              arguments[1],
              Path.of(arguments[0]),
              Path.of(arguments[2]));
      Listing listing = snapshot.changes();
      snapshot.keepBases(listing);
      out.println(line(snapshot.name(), listing, arguments[3]));
    } catch (IOException | UserFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    out.flush();
  }

  static String line(String name, Listing listing, String called) {
    String counts = new ListingText(listing).counts();
    return "sandboxed: snapshot "
        + name
        + ": "
        + counts
        + (listing.all().isEmpty()
            ? ""
            : "; look, take over or throw away: %1$s changes %2$s, %1$s apply %2$s, %1$s discard %2$s"
                .formatted(called, name));
  }
}
