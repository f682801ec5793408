package dev.sandboxed.state;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.DirectoryTree;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.LockFile;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the person allowed projects to say: a directory for each project, which holds, for each
 * subject, a record with the marks of its files, and a directory with copies of them.
 *
 * <p>No sandbox can reach it. A record replaces the one before it in a single step, so a launch
 * sees one or the other.
 */
public final class Approvals {

  // As much as a person is asked to approve in all.
  private static final int LARGEST_COPY = 64 << 20;

  private final Inquiry inquiry;
  private final Path root;
  private final ProjectDirectories projects;

  /** What was allowed, below sandboxed's state directory. */
  public Approvals(Inquiry inquiry, Path stateDirectory) {
    this.inquiry = inquiry;
    root = stateDirectory.resolve("approvals");
    projects = new ProjectDirectories(root);
  }

  /**
   * What was last allowed of a subject.
   *
   * @throws UserFailure if that is recorded but cannot be relied on
   */
  public Optional<Approval> find(Path project, Subject subject) {
    Path directory = projects.of(project);
    Stream.of(root, directory).forEach(this::requireNothingElse);
    return new ApprovalRecord(inquiry, record(directory, subject)).read(project, subject);
  }

  /** Otherwise what is in the way would look as if the person had never allowed anything. */
  private void requireNothingElse(Path directory) {
    if (inquiry.exists(directory, LinkOption.NOFOLLOW_LINKS) && !inquiry.isDirectory(directory)) {
      throw new UserFailure(
          Problem.of(
              "state.in-the-way",
              directory + " is in the way of what you allowed projects to say",
              "move it away; it is not a directory"));
    }
  }

  /**
   * The files as they were when they were allowed.
   *
   * @throws UserFailure if the copies are missing, or cannot be read
   */
  public Content recall(Path project, Approval approval) {
    Path copies = projects.of(project).resolve(approval.copies());
    if (!Files.isDirectory(copies, LinkOption.NOFOLLOW_LINKS)) {
      throw new UserFailure(
          Problem.of(
              "approval.no-copies",
              copies + ", which held what you allowed, is missing",
              "forget what was allowed in this project, and look at all of it again:"
                  + " sandboxed allow --revoke, then sandboxed allow"));
    }
    SortedMap<String, Copy> found = new TreeMap<>();
    for (String path : approval.marks().keySet()) {
      copy(copies.resolve(path)).ifPresent(copy -> found.put(path, copy));
    }
    return new Content(approval.marks(), found);
  }

  private static Optional<Copy> copy(Path file) {
    try {
      if (Files.isSymbolicLink(file)) {
        return Optional.of(new Copy.OfSymlink(Files.readSymbolicLink(file).toString()));
      }
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(
              new Copy.OfFile(BoundedFile.byteText(file, LARGEST_COPY, LinkOption.NOFOLLOW_LINKS)))
          : Optional.empty();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  /**
   * Allows content, in place of what was allowed of the subject before.
   *
   * @throws UserFailure if it cannot be written; what was allowed before still is
   */
  public void allow(Path project, Subject subject, Content content, Instant now) {
    Path directory = projects.of(project);
    Approval approval =
        new Approval(
            subject,
            now.truncatedTo(ChronoUnit.SECONDS).toString(),
            content.marks(),
            subject.fileName() + "." + UUID.randomUUID());
    alone(() -> {
      PrivateFiles.directory(directory);
      Leftovers.sweep(directory);
      ProjectDirectories.note(directory, project, "what was allowed");
      keep(directory.resolve(approval.copies()), content.copies());
      PrivateFiles.replace(record(directory, subject), ApprovalRecord.text(project, approval));
      sweep(directory, approval);
    });
  }

  /** Writes under another name first, so that what is there is complete. */
  private static void keep(Path copies, Map<String, Copy> files) {
    Path unfinished = Leftovers.unfinished(copies);
    try {
      PrivateFiles.directory(unfinished);
      for (Map.Entry<String, Copy> file : files.entrySet()) {
        Path path = unfinished.resolve(file.getKey());
        PrivateFiles.directory(path.resolveSibling(""));
        switch (file.getValue()) {
          case Copy.OfFile copy ->
              PrivateFiles.write(path, copy.bytes().getBytes(StandardCharsets.ISO_8859_1));
          case Copy.OfSymlink link -> Files.createSymbolicLink(path, Path.of(link.target()));
        }
      }
      Files.move(unfinished, copies, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw PrivateFiles.notWritable(copies, e);
    } finally {
      Leftovers.delete(unfinished);
    }
  }

  /** Removes the copies of what was allowed before. */
  private static void sweep(Path directory, Approval approval) {
    String all = approval.subject().fileName() + ".????????-*";
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(directory, all)) {
      copies.forEach(copy -> {
        if (!copy.endsWith(approval.copies())) {
          Leftovers.delete(copy);
        }
      });
    } catch (IOException e) {
      throw PrivateFiles.notWritable(directory, e);
    }
  }

  /**
   * Forgets all that was allowed of a project, even what cannot be read.
   *
   * @return whether there was anything
   * @throws UserFailure if it cannot be removed
   */
  public boolean revoke(Path project) {
    Path directory = projects.of(project);
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    alone(() -> {
      Path unfinished = Leftovers.unfinished(directory);
      try {
        // This makes it forgotten, even if not all of it can be removed.
        Files.move(directory, unfinished, StandardCopyOption.ATOMIC_MOVE);
        DirectoryTree.delete(unfinished);
      } catch (IOException e) {
        throw PrivateFiles.notWritable(directory, e);
      }
    });
    return true;
  }

  /**
   * What was allowed of all projects so far.
   *
   * @throws UserFailure if the directory cannot be read
   */
  public List<ProjectEntry> list() {
    return projects.list();
  }

  private void alone(Runnable work) {
    new LockFile(root.resolve("lock"))
        .alone(() -> {
          Leftovers.sweep(root);
          work.run();
        });
  }

  private static Path record(Path directory, Subject subject) {
    return directory.resolve(subject.fileName() + ".json");
  }
}
