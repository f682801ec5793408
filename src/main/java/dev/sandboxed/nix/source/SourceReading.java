package dev.sandboxed.nix.source;

import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads everything that some looks see in a project, once; what it returns is exactly the bytes
 * that it read.
 */
final class SourceReading {

  // sandboxed's own limits: the most that a person is asked to approve. A dev shell reads a few
  // files of a few kilobytes; beyond this, "./." has caught a directory that a build or a package
  // manager filled.
  static final long MOST_BYTES = 64L << 20;
  static final int MOST_PATHS = 20_000;

  private static final String TOO_LARGE = "devshell.too-large";

  private final Path project;
  private final ProjectSource source;
  private final SortedMap<String, String> marks = new TreeMap<>();
  private final SortedSet<String> directories = new TreeSet<>();
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final SortedSet<String> programs = new TreeSet<>();
  private final SortedMap<String, String> links = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private long bytes;

  private SourceReading(LocalFlake flake) {
    this.project = flake.top();
    this.source = new ProjectSource(flake);
  }

  /**
   * @throws UserFailure with every problem
   */
  static SourceReading of(LocalFlake flake, ReadSet looks) {
    SourceReading reading = new SourceReading(flake);
    looks.listed().forEach(directory -> reading.collect(() -> reading.list(directory)));
    looks.paths().forEach(path -> reading.collect(() -> reading.read(path)));
    if (!reading.problems.isEmpty()) {
      throw new UserFailure(reading.problems);
    }
    return reading;
  }

  SortedMap<String, String> marks() {
    return marks;
  }

  /** The directories that were looked at; parents of what is in the tree may be missing. */
  SortedSet<String> directories() {
    return directories;
  }

  /** The contents of the files, by path. */
  SortedMap<String, byte[]> files() {
    return files;
  }

  /** The files that are executable. */
  SortedSet<String> programs() {
    return programs;
  }

  /** The targets of the links, by path. */
  SortedMap<String, String> links() {
    return links;
  }

  private void collect(Runnable step) {
    try {
      step.run();
    } catch (UserFailure e) {
      if (e.problems().stream().anyMatch(problem -> problem.code().equals(TOO_LARGE))) {
        throw e;
      }
      problems.addAll(e.problems());
    }
  }

  private void list(String directory) {
    if (!(source.look(directory) instanceof SourceEntry.Directory)) {
      read(directory);
      return;
    }
    SortedMap<String, SourceEntry.Kind> entries = source.entries(directory);
    directories.add(directory);
    mark(directory, SourceMark.listing(entries));
    String prefix = directory.equals(LocalFlake.TOP) ? "" : directory + "/";
    entries.keySet().forEach(name -> collect(() -> read(prefix + name)));
  }

  private void read(String path) {
    if (marks.containsKey(path)) {
      return;
    }
    switch (source.look(path)) {
      case SourceEntry.Absent() -> mark(path, SourceMark.ABSENT);
      case SourceEntry.Directory() -> {
        directories.add(path);
        mark(path, SourceMark.DIRECTORY);
      }
      case SourceEntry.Link(String target) -> {
        links.put(path, target);
        mark(path, SourceMark.link(target));
      }
      case SourceEntry.RegularFile(boolean executable) -> {
        byte[] content = source.content(path, MOST_BYTES - bytes).orElseThrow(this::tooLarge);
        bytes += content.length;
        files.put(path, content);
        if (executable) {
          programs.add(path);
        }
        mark(path, SourceMark.file(content, executable));
      }
      case SourceEntry.Other() ->
          problems.add(
              Problem.of(
                  "devshell.not-a-file",
                  "%s is not a file, directory or link, so it cannot be part of a dev shell"
                      .formatted(project.resolve(path)),
                  "Remove it, or change flake.nix to leave out the directory that it is in."));
    }
  }

  private void mark(String path, String mark) {
    marks.put(path, mark);
    if (marks.size() > MOST_PATHS) {
      throw tooLarge();
    }
  }

  private UserFailure tooLarge() {
    return new UserFailure(
        Problem.of(
            TOO_LARGE,
            ("the dev shell reads more than %s or %d paths of %s, the most that sandboxed asks a"
                    + " person to approve")
                .formatted(ByteCount.text(MOST_BYTES), MOST_PATHS, project),
            "Name what it needs instead of ./. (which includes the files that git ignores),"
                + " or filter it with builtins.path."));
  }
}
