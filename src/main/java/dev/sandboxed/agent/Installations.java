package dev.sandboxed.agent;

import dev.sandboxed.files.Inquiry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What belongs together with a program, so that showing the program alone would not do. */
final class Installations {

  // What says of a directory that it is one installation as a whole: a virtual environment of
  // Python, one of conda, a Java, a Go.
  private static final List<String> MARKS =
      List.of("pyvenv.cfg", "conda-meta", "lib/modules", "pkg/tool");

  private final Inquiry inquiry;
  private final List<Path> personal;
  private final Predicate<Path> writable;

  /**
   * Installations on this machine.
   *
   * @param personal directories that no program brings along as part of its installation
   * @param writable tells the directories that an agent can write: what is there marks nothing
   */
  Installations(Inquiry inquiry, List<Path> personal, Predicate<Path> writable) {
    this.inquiry = inquiry;
    this.personal = List.copyOf(personal);
    this.writable = writable;
  }

  /**
   * The files of a program. One from npm consists of its package: installed globally ({@code
   * lib/node_modules}), the package holds everything that it needs; in a project's {@code
   * node_modules} it needs its neighbours.
   */
  Path of(Path real) {
    for (Path at = real; at.getParent() != null; at = at.getParent()) {
      Path directory = at.getParent();
      if (directory.endsWith("lib/node_modules")) {
        boolean scoped = at.getFileName().toString().startsWith("@");
        return scoped ? at.resolve(at.relativize(real).getName(0)) : at;
      }
      if (at.endsWith("node_modules")
          && !directory.endsWith("lib")
          && !directory.toString().contains("/node_modules")) {
        return at;
      }
    }
    return marked(real).orElse(real);
  }

  /** The virtual environment that a place lies in, wherever its program really is. */
  Optional<Path> virtualEnvironment(Path place) {
    return prefix(place).filter(prefix -> isMark(prefix.resolve(MARKS.getFirst())));
  }

  /**
   * What an interpreter consists of: {@code PREFIX/bin/x} has its libraries in {@code PREFIX/lib}.
   * If the prefix holds more than one installation, as {@code ~/.local} does, it is only the
   * program.
   */
  Path ofInterpreter(Path real) {
    return prefix(real)
        .filter(prefix -> inquiry.isDirectory(prefix.resolve("lib")))
        .or(() -> marked(real))
        .orElse(real);
  }

  private Optional<Path> marked(Path real) {
    return prefix(real)
        .filter(prefix -> MARKS.stream().map(prefix::resolve).anyMatch(this::isMark));
  }

  /** Otherwise an agent that can write a part of a directory could have all of it shown. */
  private boolean isMark(Path place) {
    return inquiry.exists(place) && !writable.test(place.resolveSibling(""));
  }

  /** The directory above {@code bin}, unless more than one program's files are there. */
  private Optional<Path> prefix(Path program) {
    return Stream.ofNullable(program.getParent())
        .filter(directory -> directory.endsWith("bin"))
        .flatMap(directory -> Stream.ofNullable(directory.getParent()))
        .filter(prefix -> personal.stream().noneMatch(one -> one.startsWith(prefix)))
        .findFirst();
  }
}
