package dev.sandboxed.follow;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for what a word of a command may be on this host. */
final class PlaceProbe {

  private static final Pattern SCRIPT =
      Pattern.compile(".*\\.(sh|bash|zsh|fish|py|js|mjs|cjs|ts|mts|rb|pl|lua|jar|php)");

  // What lies at the top of a package, whose programs need the rest of it.
  private static final Set<String> TOPS =
      Set.of("package.json", "pyproject.toml", "pyvenv.cfg", "setup.py", "Cargo.toml", "go.mod");

  // Where programs of every sandbox are, whatever PATH is here.
  private static final List<Path> USUAL =
      List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));

  private final Programs programs;
  private final Inquiry inquiry;
  private final Path home;
  private final HostPlaces host;

  PlaceProbe(Programs programs, Path home, HostPlaces host) {
    this.programs = programs;
    this.inquiry = programs.inquiry();
    this.home = home;
    this.host = host;
  }

  /** Every program of that name; what is no program by its place in a command has none. */
  List<Followed.Place> ofProgram(CommandWords.Word word) {
    return word.program()
        ? Stream.concat(programs.directories().stream(), USUAL.stream())
            .distinct()
            .map(directory -> directory.resolve(word.text()))
            .filter(file -> inquiry.isFile(file) && inquiry.isExecutable(file))
            .map(file -> place(file, false))
            .toList()
        : List.of();
  }

  /**
   * What is at an absolute path. Only programs and scripts come along: a command may also name a
   * secret that it reads.
   */
  List<Followed.Place> ofPath(String word, boolean program) {
    return path(word)
        .filter(file -> inquiry.exists(host.of(file)))
        .map(file -> place(file, inquiry.isFile(host.of(file)) && isProgram(host.of(file))))
        .stream()
        .toList();
  }

  /** A file or directory that is named to be read. */
  Optional<Followed.Place> toRead(String word) {
    return path(word)
        .filter(file -> inquiry.exists(host.of(file)))
        .map(file ->
            new Followed.Place(
                file,
                PathProbe.way(inquiry, host.of(file)),
                !holdsMore(host.of(file)),
                Optional.empty()));
  }

  /** The whole home, or what it is in, is never meant. */
  private boolean holdsMore(Path file) {
    Path real = PathProbe.look(inquiry, file).real();
    return home.startsWith(real) || PathProbe.look(inquiry, home).real().startsWith(real);
  }

  private static Optional<Path> path(String word) {
    try {
      return word.startsWith("/") ? Optional.of(Path.of(word).normalize()) : Optional.empty();
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private boolean isProgram(Path file) {
    return inquiry.isExecutable(file)
        || SCRIPT.matcher(String.valueOf(file.getFileName())).matches()
        || startsAsScript(file);
  }

  private boolean startsAsScript(Path file) {
    try {
      return new String(inquiry.beginning(file, 2), StandardCharsets.ISO_8859_1).equals("#!");
    } catch (IOException unreadable) {
      return false;
    }
  }

  private Followed.Place place(Path file, boolean along) {
    List<Path> way = PathProbe.way(inquiry, host.of(file));
    return new Followed.Place(
        file, way, along, along ? packageOf(way.getLast()) : Optional.empty());
  }

  private Optional<Path> packageOf(Path file) {
    for (Path at = file.getParent(); at != null && !home.startsWith(at); at = at.getParent()) {
      Path directory = at;
      if (TOPS.stream().anyMatch(top -> inquiry.exists(directory.resolve(top)))) {
        return Optional.of(directory);
      }
    }
    return Optional.empty();
  }
}
