package dev.sandboxed.editor;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which process listens at a port of this machine's loopback, as proc(5) shows. A process can come
 * to listen at any moment, so whoever asks plans anew at the next launch.
 */
final class Listeners {

  private static final Path PROC = Path.of("/proc");

  // A machine with a hundred thousand connections has a table of this size.
  private static final int LARGEST_TABLE = 16 << 20;
  private static final int LARGEST_STATUS = 1 << 16;

  // The kernel writes the words of an address as they lie in memory, on machines that put the least
  // byte first. The loopback and every address, the same written as IPv6, and all of IPv6.
  private static final Set<String> LOOPBACK =
      Set.of(
          "0100007F",
          "00000000",
          "0000000000000000FFFF00000100007F",
          "0000000000000000FFFF000000000000",
          "00000000000000000000000000000000");

  // TCP_LISTEN.
  private static final String LISTENING = "0A";

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

  private final Inquiry inquiry;

  Listeners(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * Why what a connection to a port reaches is not a process, nor a direct child of one, of this
   * person and outside every sandbox; empty if it is.
   */
  Optional<String> objection(int process, int port) {
    inquiry.once("the process that listens at a port");
    try {
      int person = inquiry.account().uid();
      if (!belongsTo(process, person)) {
        return Optional.of("process " + process + " is not yours");
      }
      if (!isOutside(process)) {
        return Optional.of("process " + process + " may be in a sandbox");
      }
      Set<String> sockets = at(port);
      if (sockets.isEmpty()) {
        return Optional.of("nothing listens at port " + port);
      }
      return open(process).containsAll(sockets) || children(process, person).containsAll(sockets)
          ? Optional.empty()
          : Optional.of("port " + port + " is not of process " + process);
    } catch (IOException gone) {
      return Optional.of("process " + process + " is gone");
    }
  }

  private boolean belongsTo(int process, int person) throws IOException {
    return inquiry.at(PROC.resolve(Integer.toString(process))).owner() == person;
  }

  /**
   * Whether a process is in the same process namespace as this one. An agent with the host's
   * network can listen at a port that it knows from an old lock, and start processes until one of
   * them has the number in it; but each of them is in its sandbox's namespace.
   */
  private boolean isOutside(int process) throws IOException {
    return inquiry
        .target(PROC.resolve(process + "/ns/pid"))
        .equals(inquiry.target(PROC.resolve("self/ns/pid")));
  }

  /** The sockets that listen at a port. */
  private Set<String> at(int port) throws IOException {
    Set<String> sockets = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = PROC.resolve("self/net/" + table);
      // A machine may have no IPv6.
      if (inquiry.exists(file)) {
        inquiry
            .byteText(file, LARGEST_TABLE)
            .lines()
            .flatMap(line -> listening(line, port).stream())
            .forEach(sockets::add);
      }
    }
    return sockets;
  }

  /** The socket on a line of the table, if it listens at a port. */
  private static Optional<String> listening(String line, int port) {
    String[] words = line.strip().split(" +", -1);
    if (words.length < 10 || !words[3].equals(LISTENING)) {
      return Optional.empty();
    }
    String[] address = words[1].split(":", -1);
    boolean here =
        address.length == 2
            && LOOPBACK.contains(address[0])
            && address[1].equals(String.format(Locale.ROOT, "%04X", port));
    return here ? Optional.of("socket:[" + words[9] + "]") : Optional.empty();
  }

  /** What a process has open, of which sockets are of interest. */
  private Set<String> open(int process) throws IOException {
    Set<String> open = new TreeSet<>();
    Path files = PROC.resolve(process + "/fd");
    for (Path file : inquiry.entries(files).keySet()) {
      try {
        open.add(inquiry.target(file).toString());
      } catch (IOException closed) {
        // Since it was listed.
      }
    }
    return open;
  }

  /** What the children of a process have open together. */
  private Set<String> children(int process, int person) throws IOException {
    Set<String> open = new TreeSet<>();
    for (int child : processes()) {
      try {
        if (belongsTo(child, person)
            && parent(child).equals(Integer.toString(process))
            && isOutside(child)) {
          open.addAll(open(child));
        }
      } catch (IOException ended) {
        // Since it was listed.
      }
    }
    return open;
  }

  private List<Integer> processes() throws IOException {
    return inquiry.entries(PROC).entrySet().stream()
        .filter(entry -> entry.getValue() == Entry.Kind.DIRECTORY)
        .map(entry -> String.valueOf(entry.getKey().getFileName()))
        .filter(name -> NUMBER.matcher(name).matches())
        .map(Integer::valueOf)
        .toList();
  }

  /** The second word behind the name, which is in brackets and may hold anything. */
  private String parent(int process) throws IOException {
    String status = inquiry.byteText(PROC.resolve(process + "/stat"), LARGEST_STATUS);
    return Stream.of(status.substring(status.lastIndexOf(')') + 1).strip().split(" ", -1))
        .skip(1)
        .findFirst()
        .orElse("");
  }
}
