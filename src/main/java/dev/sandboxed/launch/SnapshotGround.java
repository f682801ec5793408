package dev.sandboxed.launch;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.write.DirectoryTree;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.isolation.PrivateMounts;
import dev.sandboxed.isolation.ProjectLayer;
import dev.sandboxed.plan.Words;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.snapshot.CopyRecord;
import dev.sandboxed.state.Snapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a snapshot that is not there yet: a layer, if the kernel makes one over this project, and
 * otherwise a copy, of which the person hears beforehand.
 */
final class SnapshotGround {

  // A copy may take minutes.
  private static final Duration LONGEST = Duration.ofHours(6);

  // Their times are those of another machine, so nobody could tell what was changed there since.
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "fuse", "fuseblk");

  // Nothing is mounted at a trial.
  private static final Path NO_PLACES = Path.of("/dev/null");

  private final Inquiry inquiry;
  private final Path project;
  private final Path snapshot;
  private final Programs tools;
  private final Consumer<String> say;

  private SnapshotGround(Inquiry inquiry, Path project, Path snapshot, Consumer<String> say) {
    this.inquiry = inquiry;
    this.project = project;
    this.snapshot = snapshot;
    this.say = say;
    tools = new HostProbe(inquiry).tools(project);
  }

  /**
   * Makes what is missing of a snapshot.
   *
   * @throws UserFailure if neither a layer nor a copy can be made
   */
  static void lay(
      Inquiry inquiry, Path project, Preparation.Snapshot wanted, Consumer<String> say) {
    Path snapshot = wanted.directory();
    Snapshots.prepare(snapshot, project);
    if (!Snapshots.isBegun(snapshot)) {
      new SnapshotGround(inquiry, project, snapshot, say).begin();
    }
    traps(project, wanted);
  }

  /** What counts is what the newest plan looks for. */
  private static void traps(Path project, Preparation.Snapshot wanted) {
    List<String> words =
        Stream.concat(
                wanted.traps().stream().map(path -> "path " + project.relativize(path)),
                wanted.patterns().stream()
                    .map(glob ->
                        "pattern " + project.relativize(glob.base()) + "/" + glob.pattern()))
            .toList();
    String text = new String(Words.bytes(words), StandardCharsets.UTF_8);
    Path file = Snapshots.traps(wanted.directory());
    try {
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return;
      }
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
    PrivateFiles.replace(file, text);
  }

  private void begin() {
    PrivateFiles.directory(Snapshots.upper(snapshot));
    likeTheProject(Snapshots.upper(snapshot));
    PrivateFiles.directory(Snapshots.work(snapshot));
    String reason = remote();
    if (reason.isEmpty()) {
      reason = whyNoLayer();
    }
    if (!reason.isEmpty()) {
      copy(reason);
    }
    Snapshots.begin(snapshot, project, inquiry.now());
  }

  /** What is seen of the project's own directory is the layer's. */
  private void likeTheProject(Path upper) {
    try {
      Files.setPosixFilePermissions(upper, Files.getPosixFilePermissions(project));
    } catch (IOException e) {
      throw PrivateFiles.notWritable(upper, e);
    }
  }

  private String remote() {
    try {
      String type = Files.getFileStore(project).type();
      return REMOTE.contains(type) || type.startsWith("fuse.")
          ? "the project is on a file system of type " + type
          : "";
    } catch (IOException e) {
      return PrivateFiles.reason(e);
    }
  }

  /** Tries it with the very layers, and nothing in there. */
  private String whyNoLayer() {
    Path perl = program("perl");
    List<String> words =
        Stream.of(
                PrivateMounts.behind(program("unshare"), List.of()),
                ProjectLayer.behind(perl, project, snapshot, NO_PLACES),
                List.of(perl.toString(), "-e", "1"))
            .flatMap(List::stream)
            .toList();
    ProgramEnd end = run(words, Duration.ofSeconds(30));
    return end.succeeded() ? "" : Printable.line(end.errors().strip());
  }

  private void copy(String reason) {
    say.accept(
        "this project gets a whole copy instead of a layer over it ("
            + reason
            + "): copying "
            + ByteCount.text(DirectoryTree.bytes(project)));
    Path unfinished = snapshot.resolve("copying");
    try {
      if (Files.exists(unfinished)) {
        DirectoryTree.delete(unfinished);
      }
      CopyRecord record = CopyRecord.of(project);
      ProgramEnd end =
          run(
              List.of(
                  program("cp").toString(),
                  "--archive",
                  "--one-file-system",
                  "--reflink=auto",
                  "--no-target-directory",
                  "--",
                  project.toString(),
                  unfinished.toString()),
              LONGEST);
      if (!end.succeeded()) {
        DirectoryTree.delete(unfinished);
        throw notCopied(end.errors().strip());
      }
      record.with(CopyRecord.of(unfinished)).write(snapshot);
      Files.move(unfinished, Snapshots.copy(snapshot));
    } catch (IOException e) {
      throw PrivateFiles.notWritable(snapshot, e);
    }
  }

  private UserFailure notCopied(String why) {
    return new UserFailure(
        Problem.of(
            "snapshot.not-copied",
            "cannot copy the project for the snapshot: " + Printable.line(why),
            "make room, or make all of it readable by you; nothing was started"));
  }

  private Path program(String name) {
    return tools
        .find(name)
        .orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "snapshot.no-program",
                    "a snapshot needs " + name,
                    "install it, or add it to PATH")));
  }

  private ProgramEnd run(List<String> words, Duration limit) {
    try {
      return inquiry.run(
          ProgramCall.of(Path.of(words.getFirst()), words.subList(1, words.size())).within(limit),
          OutputStream.nullOutputStream());
    } catch (IOException e) {
      return new ProgramEnd(1, true, PrivateFiles.reason(e));
    }
  }
}
