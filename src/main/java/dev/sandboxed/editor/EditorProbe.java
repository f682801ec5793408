package dev.sandboxed.editor;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.PlainFile;
import dev.sandboxed.files.PlainFileProbe;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the person's editors. Each keeps a lock while it listens; one that has crashed leaves
 * its lock behind, and somebody else may have its port, or the number of its process, by now. So a
 * lock counts only if the process that it names is what listens.
 */
public final class EditorProbe {

  private static final Pattern LOCK = Pattern.compile("([1-9][0-9]{0,4})[.]lock");

  private static final int LAST_PORT = 65535;

  // A lock is some hundred bytes, and lists directories.
  private static final int LARGEST_LOCK = 1 << 16;

  // Nobody has so many editors; a directory that has is not one of locks.
  private static final int MOST_LOCKS = 100;

  private static final int WRITABLE_BY_OTHERS = 0022;

  private final Inquiry inquiry;
  private final Path home;
  private final Path project;
  private final Predicate<Path> byAgents;
  private final List<Editors.Editor> open = new ArrayList<>();
  private final List<String> passedOver = new ArrayList<>();

  private EditorProbe(Inquiry inquiry, Path home, Path project, Predicate<Path> byAgents) {
    this.inquiry = inquiry;
    this.home = home;
    this.project = project;
    this.byAgents = byAgents;
  }

  /**
   * Looks.
   *
   * @param locks their directory
   * @param project the directory that an editor must have open, or one above it
   * @param byAgents whether an agent may have decided what is at a path
   * @param variable the variable in which an editor tells what runs in its terminal its port
   */
  public static Editors look(
      Inquiry inquiry,
      Path locks,
      Path home,
      Path project,
      Predicate<Path> byAgents,
      String variable) {
    EditorProbe probe = new EditorProbe(inquiry, home, project, byAgents);
    probe.entries(locks).forEach(probe::lock);
    probe.open.sort(Comparator.comparingInt(Editors.Editor::port));
    return new Editors(probe.open, inquiry.variable(variable), probe.passedOver);
  }

  private List<Path> entries(Path locks) {
    try {
      return inquiry.entries(locks).keySet().stream()
          .filter(file -> LOCK.matcher(String.valueOf(file.getFileName())).matches())
          .limit(MOST_LOCKS)
          .toList();
    } catch (IOException e) {
      if (!PathProbe.isMissing(e)) {
        passedOver.add(shown(locks) + " cannot be read, so no editor is found");
      }
      return List.of();
    }
  }

  private void lock(Path file) {
    Matcher name = LOCK.matcher(String.valueOf(file.getFileName()));
    if (!name.matches() || Integer.parseInt(name.group(1)) > LAST_PORT) {
      return;
    }
    switch (PlainFileProbe.readAlone(inquiry, file, LARGEST_LOCK)) {
      case PlainFile.Absent _ -> {}
      case PlainFile.Other other -> pass(file, " is " + other.what());
      case PlainFile.Bytes read -> lock(file, Integer.parseInt(name.group(1)), read.bytes());
    }
  }

  private void lock(Path file, int port, String bytes) {
    try {
      EditorLock lock = EditorLock.read(bytes);
      if (lock.folders().stream().noneMatch(this::holdsTheProject)) {
        // Another project's, which is nobody's business here.
        return;
      }
      Optional<String> objection =
          doubt(file)
              .or(() ->
                  new Listeners(inquiry).objection(lock.process(), port).map(why -> ": " + why));
      objection.ifPresentOrElse(
          why -> pass(file, why), () -> open.add(new Editors.Editor(file, port, lock.name())));
    } catch (EditorLock.MalformedException e) {
      pass(file, String.valueOf(e.getMessage()));
    }
  }

  /** Why somebody else than the person's editor may have written a lock. */
  private Optional<String> doubt(Path file) {
    if (byAgents.test(file)) {
      return Optional.of(" is where a sandbox could write, so an agent may have made it");
    }
    try {
      Entry entry = inquiry.at(file, LinkOption.NOFOLLOW_LINKS);
      if (entry.owner() != inquiry.account().uid()) {
        return Optional.of(" is not yours");
      }
      return (entry.mode() & WRITABLE_BY_OTHERS) == 0
          ? Optional.empty()
          : Optional.of(" can be written by others");
    } catch (IOException gone) {
      return Optional.of(" is gone");
    }
  }

  private boolean holdsTheProject(String folder) {
    try {
      Path path = Path.of(folder);
      return path.isAbsolute()
          && (project.startsWith(path.normalize()) || project.startsWith(inquiry.real(path)));
    } catch (InvalidPathException | IOException noDirectory) {
      return false;
    }
  }

  private void pass(Path file, String why) {
    passedOver.add(shown(file) + why);
  }

  private String shown(Path file) {
    return file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
  }
}
