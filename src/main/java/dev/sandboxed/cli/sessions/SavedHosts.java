package dev.sandboxed.cli.sessions;

import dev.sandboxed.files.TextFiles;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.state.Content;
import dev.sandboxed.toml.ListAddition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes hosts into a profile of the person's own. */
public final class SavedHosts {

  private final HostProbe probe;
  private final Installation installation;

  public SavedHosts(HostProbe probe, Installation installation) {
    this.probe = probe;
    this.installation = installation;
  }

  /**
   * What is to be written.
   *
   * @param diff for the person
   */
  record Edit(Path file, String text, ContentDiff diff) {

    void write() {
      if (!diff.rows().isEmpty()) {
        PrivateFiles.replace(file, text);
      }
    }

    String said() {
      return diff.rows().isEmpty() ? file + " says so already" : file + " says so from now on";
    }
  }

  /**
   * Adds hosts to a profile, and checks what comes of it.
   *
   * @throws UserFailure if it cannot be done; nothing is written in any case
   */
  Edit edit(String profile, List<HostPattern> hosts) {
    ProfileLibrary library = installation.library(probe);
    library.requireProfileName(profile);
    Path file = installation.ownProfile(probe.toolDirectories(), profile);
    TextFiles files = new TextFiles(probe.inquiry());
    String before = files.read(file.toString()).orElseThrow(() -> none(profile, file));
    String text = withHosts(file, before, hosts);
    // Whatever is wrong with it, or with what it extends, is said now.
    installation
        .library(probe, path -> path.equals(file.toString()) ? Optional.of(text) : files.read(path))
        .profileChain(profile);
    return new Edit(place(file), text, diff(file, before, text));
  }

  private static String withHosts(Path file, String before, List<HostPattern> hosts) {
    List<String> missing = new ArrayList<>(hosts.stream().map(HostPattern::toString).toList());
    missing.removeIf(host -> ListAddition.has(before, "network", "allow", host));
    if (missing.isEmpty()) {
      return before;
    }
    return ListAddition.to(before, "network", "allow", missing)
        .orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "grant.not-saved",
                    "nothing was allowed: "
                        + file
                        + " says what is allowed in a way that only you can add to",
                    "write into it, below [network]: allow = [\""
                        + String.join("\", \"", missing)
                        + "\"]")));
  }

  private static ContentDiff diff(Path file, String before, String after) {
    return ContentDiff.of(content(file, before), content(file, after));
  }

  private static Content content(Path file, String text) {
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return Content.ofFile(String.valueOf(file.getFileName()), bytes);
  }

  /** Some keep theirs elsewhere, and a link here. */
  private Path place(Path file) {
    try {
      return probe.inquiry().real(file);
    } catch (IOException dangling) {
      throw PrivateFiles.notWritable(file, dangling);
    }
  }

  private UserFailure none(String profile, Path file) {
    boolean known =
        installation.library(probe).profiles().stream()
            .anyMatch(listing -> listing.name().equals(profile));
    return new UserFailure(
        Problem.of(
            "grant.not-yours",
            "nothing was allowed: "
                + (known
                    ? "the profile " + profile + " is not yours to write"
                    : "there is no profile " + Quoted.of(profile)),
            "sandboxed profiles new "
                + profile
                + " makes "
                + file
                + (known ? ", which extends it and takes its place" : "")));
  }
}
