package dev.sandboxed.git;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PlainFile;
import dev.sandboxed.files.PlainFileProbe;
import dev.sandboxed.problem.Quoted;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the {@code .git} file of a project, which an agent may have written, as {@code
 * read_gitfile} and {@code get_common_dir} in git's setup.c do.
 */
public final class PointerProbe {

  private static final String PREFIX = "gitdir: ";

  // A path, with room to spare: the longest that Linux accepts has 4096 bytes.
  private static final int LARGEST_BYTES = 16 << 10;

  private final Inquiry inquiry;
  private final Look look;
  private final Path project;
  private final Path file;

  private PointerProbe(Inquiry inquiry, Path project) {
    this.inquiry = inquiry;
    this.look = new Look(inquiry);
    this.project = project;
    this.file = project.resolve(".git");
  }

  /**
   * Looks at the {@code .git} of a project.
   *
   * @param project its top directory, symlinks resolved
   */
  public static GitPointer look(Inquiry inquiry, Path project) {
    return new PointerProbe(inquiry, project).look();
  }

  private GitPointer look() {
    if (look.isDirectory(file) || look.at(file).filter(found -> found.isSymlink()).isPresent()) {
      return new GitPointer.None();
    }
    return switch (PlainFileProbe.read(inquiry, file, LARGEST_BYTES)) {
      case PlainFile.Absent() -> new GitPointer.None();
      case PlainFile.Other(String what) -> new GitPointer.Broken("is " + what);
      case PlainFile.Bytes(String bytes) -> {
        Optional<String> text = Look.text(bytes).map(PointerProbe::line);
        yield text.isEmpty() || !text.get().startsWith(PREFIX)
            ? new GitPointer.Broken("does not name a repository, as \"gitdir: PATH\" does")
            : leadsTo(text.get().substring(PREFIX.length()), bytes);
      }
    };
  }

  private GitPointer leadsTo(String named, String bytes) {
    Optional<Path> directory = real(inquiry, project, named);
    Optional<Path> common = directory.flatMap(this::common);
    if (directory.isEmpty()
        || common.isEmpty()
        || !look.isThere(directory.get().resolve("HEAD"))
        || !look.isRepository(common.get())) {
      return new GitPointer.Broken("leads to " + Quoted.of(named) + ", which is not a repository");
    }
    return new GitPointer.Leads(
        directory.get(), common.get(), isNamedBack(directory.get(), common.get()), bytes);
  }

  /** {@code commondir} names it if it is another directory. */
  private Optional<Path> common(Path directory) {
    Path file = directory.resolve("commondir");
    if (!look.isThere(file)) {
      return Optional.of(directory);
    }
    return named(inquiry, directory, file);
  }

  /** What a file of a repository names, if that exists. */
  static Optional<Path> named(Inquiry inquiry, Path from, Path file) {
    return new Look(inquiry)
        .bytes(file)
        .flatMap(Look::text)
        .flatMap(text -> real(inquiry, from, line(text)));
  }

  private boolean isNamedBack(Path directory, Path common) {
    Optional<Path> named;
    if (directory.equals(common)) {
      named =
          look.bytes(directory.resolve("config"))
              .flatMap(text -> GitConfig.parse(text).last("core.worktree"))
              .flatMap(Look::text)
              .flatMap(tree -> real(inquiry, directory, tree))
              .map(tree -> tree.resolve(".git"));
    } else if (common.resolve("worktrees").equals(directory.getParent())) {
      named = named(inquiry, directory, directory.resolve("gitdir"));
    } else {
      named = Optional.empty();
    }
    return named.filter(file::equals).isPresent();
  }

  /** Where a path leads, if anything is there. */
  private static Optional<Path> real(Inquiry inquiry, Path from, String named) {
    try {
      return named.isEmpty() ? Optional.empty() : Optional.of(inquiry.real(from.resolve(named)));
    } catch (IOException | InvalidPathException nowhere) {
      return Optional.empty();
    }
  }

  /** Git removes line ends, and nothing else. */
  private static String line(String text) {
    return text.replaceFirst("[\r\n]+$", "");
  }
}
