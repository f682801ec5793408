package dev.sandboxed.cli.learn;

import dev.sandboxed.files.TextFiles;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.learn.LearnedProfile;
import dev.sandboxed.learn.Proposal;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.state.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The profile that is learned.
 *
 * @param file where it is, or will be
 * @param before its text; empty if it is not there
 * @param base the profile of the session: itself, or what it will extend
 */
record Learned(
    HostProbe probe,
    Installation installation,
    String name,
    Path file,
    Optional<String> before,
    String base) {

  private static final String DEFAULT = "default";

  /**
   * What is to be written.
   *
   * @param diff for the person
   */
  record Edit(String text, ContentDiff diff, List<LearnedProfile.Unwritten> unwritten) {}

  /**
   * Finds it.
   *
   * @param said what it is to extend, if the person says so
   * @throws UserFailure if it is not the person's, is broken, or extends something else
   */
  static Learned of(
      HostProbe probe, Installation installation, String name, Optional<String> said) {
    ProfileLibrary library = installation.library(probe);
    library.requireProfileName(name);
    Path file = installation.ownProfile(probe.toolDirectories(), name);
    Optional<String> before = new TextFiles(probe.inquiry()).read(file.toString());
    if (before.isEmpty()) {
      if (library.profiles().stream().anyMatch(listing -> listing.name().equals(name))) {
        throw refused(
            "learn.not-yours",
            "the profile " + name + " is not yours to write",
            "choose another name, with --extends " + name);
      }
      String base = said.orElse(DEFAULT);
      library.profileChain(base);
      return new Learned(probe, installation, name, file, before, base);
    }
    List<Profile> chain = library.profileChain(name);
    String extended = chain.getLast().parent().map(parent -> parent.value()).orElse("");
    if (said.filter(other -> !other.equals(extended)).isPresent()) {
      throw refused(
          "learn.other-base",
          "%s extends %s, and not %s"
              .formatted(file, extended.isEmpty() ? "nothing" : extended, Quoted.of(said.get())),
          "leave out --extends, or change that line of it yourself");
    }
    return new Learned(probe, installation, name, file, before, name);
  }

  private static UserFailure refused(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, "nothing has been started: " + message, hint));
  }

  /** The profiles of the session, base first. */
  List<Profile> chain() {
    return installation.library(probe).profileChain(base);
  }

  /**
   * Adds a proposal to it, and checks what comes of it.
   *
   * @param names whether the session went by names
   * @throws UserFailure if it would be broken; nothing is written in any case
   */
  Edit edit(Proposal proposal, boolean names) {
    String old = before.orElseGet(() -> LearnedProfile.begin(name, base));
    LearnedProfile.Result result = LearnedProfile.with(old, proposal, names);
    TextFiles files = new TextFiles(probe.inquiry());
    installation
        .library(
            probe,
            path -> path.equals(file.toString()) ? Optional.of(result.text()) : files.read(path))
        .profileChain(name);
    return new Edit(
        result.text(),
        ContentDiff.of(before.map(this::content).orElse(Content.NOTHING), content(result.text())),
        result.unwritten());
  }

  private Content content(String text) {
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return Content.ofFile(String.valueOf(file.getFileName()), bytes);
  }

  /**
   * Writes it, unless it has changed since it was read.
   *
   * @throws UserFailure if it has, or cannot be written
   */
  void write(Edit edit) {
    if (!new TextFiles(probe.inquiry()).read(file.toString()).equals(before)) {
      throw new UserFailure(
          Problem.of(
              "learn.changed",
              "nothing was written: " + file + " has changed meanwhile",
              "sandboxed learn " + name + " --from SESSION proposes it again"));
    }
    if (before.isEmpty()) {
      PrivateFiles.directory(file.resolveSibling(""));
    }
    PrivateFiles.replace(place(), edit.text());
  }

  /** Some keep theirs elsewhere, and a link here. */
  private Path place() {
    try {
      return before.isEmpty() ? file : probe.inquiry().real(file);
    } catch (IOException dangling) {
      throw PrivateFiles.notWritable(file, dangling);
    }
  }
}
