package dev.sandboxed.opening.look;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a place where a service of the person's should listen. */
final class SocketLook {

  private final Inquiry inquiry;

  SocketLook(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** Whether a socket is there, whoever listens. */
  boolean isSocket(Path path) {
    try {
      return inquiry.at(path).kind() == Entry.Kind.SOCKET;
    } catch (IOException absent) {
      return false;
    }
  }

  /**
   * What is there. An environment that names something else gives nothing away: no file, and no
   * other service than the one that was asked for.
   *
   * @param named who says so, as the beginning of a sentence, for example {@code SSH_AUTH_SOCK
   *     names}
   * @param variables of programs inside, where it is a socket
   */
  Found at(
      Opening opening, String named, Path outside, Path inside, Map<String, String> variables) {
    Path real;
    Entry.Kind kind;
    try {
      real = inquiry.real(outside);
      kind = inquiry.at(real).kind();
    } catch (IOException unknown) {
      return new Found.Missing(
          named
              + " "
              + outside
              + (PathProbe.isMissing(unknown)
                  ? ", which is not there"
                  : ", which cannot be looked at"));
    }
    if (kind != Entry.Kind.SOCKET) {
      return wrong(opening, named + " " + outside + ", which is " + words(kind) + " and no socket");
    }
    Optional<Path> another = KnownSockets.ofAnother(inquiry, opening, real);
    return another
        .map(known ->
            wrong(opening, named + " " + outside + ", which is another service's: " + known))
        .orElseGet(() ->
            new Found.Here(
                List.of(new Found.Place(Found.Kind.SOCKET, inside, outside)),
                variables,
                inquiry.isWritable(real)
                    ? List.of()
                    : List.of("you may not use " + outside + ", so nothing inside can")));
  }

  private static Found wrong(Opening opening, String what) {
    return new Found.Wrong(
        what, "put that right where you start sandboxed, or take " + opening.key() + " out");
  }

  private static String words(Entry.Kind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case DIRECTORY -> "a directory";
      case SYMLINK, SOCKET, SPECIAL, UNKNOWN -> "a device or a pipe";
    };
  }
}
