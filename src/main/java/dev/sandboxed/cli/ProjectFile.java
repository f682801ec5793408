package dev.sandboxed.cli;

import dev.sandboxed.host.PlainFile;
import dev.sandboxed.host.PlainFileProbe;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProjectProfile;
import dev.sandboxed.state.Approval;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The project's own profile, which an agent may have written: read once, and parsed only where its
 * content is what a person allowed, or is asked about.
 *
 * @param path where it is, or would be
 * @param found what is there
 */
record ProjectFile(Path path, PlainFile found) {

  // A person reads all of it before it counts. The longest profile has a few KiB.
  private static final int LARGEST_BYTES = 256 << 10;

  /**
   * What it says for a launch.
   *
   * @param profile the layer that it is, where it was allowed
   * @param remarks why it is none, where a person should know
   */
  record Verdict(Optional<Profile> profile, List<String> remarks) {

    Verdict {
      remarks = List.copyOf(remarks);
    }
  }

  /** Reads that of a project, whatever is in its place. */
  static ProjectFile of(Path project) {
    Path path = project.resolve(ProjectProfile.FILE);
    return new ProjectFile(path, PlainFileProbe.readAlone(path, LARGEST_BYTES));
  }

  /**
   * Compares with what was allowed.
   *
   * @throws UserFailure with all that is wrong in a file that was allowed, or if what was allowed
   *     is not known
   */
  Verdict verdict(Approvals approvals) {
    Optional<Approval> allowed = approvals.find(path.resolveSibling(""), Subject.PROJECT_FILE);
    return switch (found) {
      case PlainFile.Absent() ->
          notRead(
              allowed.map(_ ->
                  "was allowed and is gone, so what it denies is not denied: sandboxed allow --revoke forgets it"));
      case PlainFile.Other(String what) ->
          notRead(
              Optional.of(
                  (allowed.isPresent()
                          ? "is not what you allowed, so what it denies is not denied: it is "
                          : "is not read: it is ")
                      + what));
      case PlainFile.Bytes(String bytes) ->
          allowed.isEmpty()
              ? notRead(
                  Optional.of(
                      "is there and is not read, as you have not allowed it: sandboxed allow shows what it says"))
              : compared(allowed.get(), bytes);
    };
  }

  private Verdict compared(Approval allowed, String bytes) {
    return allowed.covers(content(bytes))
        ? new Verdict(Optional.of(profile(bytes)), List.of())
        : notRead(
            Optional.of(
                "has changed since you allowed it and is not read, so what it denies is not denied: sandboxed allow shows the change"));
  }

  private static Verdict notRead(Optional<String> why) {
    return new Verdict(
        Optional.empty(), why.map(words -> ProjectProfile.FILE + " " + words).stream().toList());
  }

  /**
   * What there is to allow.
   *
   * @throws UserFailure if it is no file, or with all that is wrong in it
   */
  Optional<Approvable> approvable() {
    return switch (found) {
      case PlainFile.Absent() -> Optional.empty();
      case PlainFile.Other(String what) ->
          throw new UserFailure(
              Problem.of(
                  "project.not-a-file",
                  path + " cannot be allowed: it is " + what,
                  "look at it, and take it away or put a file in its place"));
      case PlainFile.Bytes(String bytes) ->
          Optional.of(
              new Approvable(
                  Subject.PROJECT_FILE,
                  content(bytes),
                  List.of(LayerSummary.of(profile(bytes).layer()))));
    };
  }

  private static Content content(String bytes) {
    return Content.ofFile(ProjectProfile.FILE, bytes);
  }

  private Profile profile(String bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
      String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      return ProjectProfile.read(path.toString(), text);
    } catch (CharacterCodingException e) {
      throw new UserFailure(
          Problem.of("file.not-utf8", path + " is not valid UTF-8 text", "save it as UTF-8"));
    }
  }
}
