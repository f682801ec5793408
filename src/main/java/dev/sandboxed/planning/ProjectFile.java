package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PlainFile;
import dev.sandboxed.files.PlainFileProbe;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProjectProfile;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.review.LayerSummary;
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
 * The project's own profile, which an agent may have written: read once, and parsed only if its
 * content is what a person allowed, or is being asked about.
 *
 * @param path where it is or would be
 * @param found what is there
 */
record ProjectFile(Path path, PlainFile found) {

  // A person reads all of it before it counts. The longest profile is a few KiB.
  private static final int LARGEST_BYTES = 256 << 10;

  /**
   * What it says for a launch.
   *
   * @param profile the layer, if it was allowed
   * @param remarks why there is none, if a person should know
   */
  record Verdict(Optional<Profile> profile, List<Remark> remarks) {

    Verdict {
      remarks = List.copyOf(remarks);
    }
  }

  /** Reads a project's, whatever is in its place. */
  static ProjectFile of(Inquiry inquiry, Path project) {
    Path path = project.resolve(ProjectProfile.FILE);
    return new ProjectFile(path, PlainFileProbe.readAlone(inquiry, path, LARGEST_BYTES));
  }

  /**
   * Compares with what was allowed.
   *
   * @throws UserFailure with everything that is wrong in a file that was allowed, or if it is not
   *     known what was allowed
   */
  Verdict verdict(Approvals approvals) {
    Optional<Approval> allowed = approvals.find(path.resolveSibling(""), Subject.PROJECT_FILE);
    return switch (found) {
      case PlainFile.Absent() ->
          allowed.isEmpty()
              ? new Verdict(Optional.empty(), List.of())
              : notRead(
                  "project.gone",
                  "was allowed and is gone, so its deny rules do not apply: sandboxed allow --revoke forgets it");
      case PlainFile.Other(String what) ->
          allowed.isEmpty()
              ? notRead("project.odd-file", "is not read: it is " + what)
              : notRead(
                  "project.changed",
                  "is not what you allowed, so its deny rules do not apply: it is " + what);
      case PlainFile.Bytes(String bytes) ->
          allowed.isEmpty()
              ? notRead(
                  "project.not-allowed",
                  "is there but not read, because you have not allowed it: sandboxed allow shows what it says")
              : compared(allowed.get(), bytes);
    };
  }

  private Verdict compared(Approval allowed, String bytes) {
    return allowed.covers(content(bytes))
        ? new Verdict(Optional.of(profile(bytes)), List.of())
        : notRead(
            "project.changed",
            "has changed since you allowed it and is not read, so its deny rules do not apply: sandboxed allow shows the change");
  }

  private static Verdict notRead(String code, String why) {
    return new Verdict(Optional.empty(), List.of(Remark.of(code, ProjectProfile.FILE + " " + why)));
  }

  /**
   * What there is to allow.
   *
   * @throws UserFailure if it is not a file, or with everything that is wrong in it
   */
  Optional<Approvable> approvable() {
    return switch (found) {
      case PlainFile.Absent() -> Optional.empty();
      case PlainFile.Other(String what) ->
          throw new UserFailure(
              Problem.of(
                  "project.not-a-file",
                  path + " cannot be allowed: it is " + what,
                  "look at it, and remove it or put a file in its place"));
      case PlainFile.Bytes(String bytes) ->
          Optional.of(
              new Approvable(
                  Subject.PROJECT_FILE,
                  content(bytes),
                  List.of(Remark.of("project.summary", LayerSummary.of(profile(bytes))))));
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
