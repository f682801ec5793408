package dev.sandboxed.commits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.snapshot.Change;
import dev.sandboxed.snapshot.Listing;
import dev.sandboxed.snapshot.Snapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent, and an earlier one in the project itself, can prepare for a fetch of commits. */
class CommitFetchTest {

  // In bytes: more than fits on any disk here, and no disk needs to hold it.
  private static final long ENDLESS = 4L << 40;

  private final LiveInquiry inquiry =
      new LiveInquiry(
          Map.of("PATH", String.valueOf(System.getenv("PATH"))), InstantSource.system());

  @TempDir Path place;

  @BeforeEach
  void thereIsAProject() throws IOException {
    Files.createDirectory(place.resolve("kept"));
    shell(
        """
        mkdir project; cd project; git init -q -b main; git commit -q --allow-empty -m one
        """);
  }

  private String shell(String script) throws IOException {
    ProgramOutput output =
        inquiry.output(
            ProgramCall.of(Path.of("/bin/sh"), List.of("-ec", script))
                .in(place)
                .with(
                    Map.of(
                        "PATH", String.valueOf(System.getenv("PATH")),
                        "HOME", place.toString(),
                        "GIT_AUTHOR_NAME", "a",
                        "GIT_AUTHOR_EMAIL", "a@example.com",
                        "GIT_COMMITTER_NAME", "a",
                        "GIT_COMMITTER_EMAIL", "a@example.com"))
                .within(Duration.ofMinutes(5)));
    assertThat(output.end().succeeded()).as(output.end().errors()).isTrue();
    return output.text();
  }

  /** The agent's copy of the project, and what it does there. */
  private void agent(String script) throws IOException {
    shell("cp -a project agent; cd agent\n" + script);
  }

  private Fetched fetch() throws IOException {
    Path project = place.resolve("project");
    Path agents = place.resolve("agent");
    SortedMap<Path, Change> changes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(agents.resolve(".git"))) {
      for (Path source : all.toList()) {
        Path name = agents.relativize(source);
        Node was = Node.at(project.resolve(name));
        Node now = Node.at(source);
        if (!was.isThere()
            || (now.is(Node.Kind.FILE) && Files.mismatch(source, project.resolve(name)) >= 0)) {
          changes.put(name, new Change(name, was, now, source, Optional.empty()));
        }
      }
    }
    Snapshot snapshot = new Snapshot(inquiry, "1", place.resolve("kept"), project);
    return new CommitFetch(snapshot)
        .run(new Listing(changes, Set.of(), Map.of(), Optional.empty()))
        .getFirst();
  }

  @Test
  void aLogOfARefThatLeadsElsewhereIsNotWritten() throws IOException {
    shell(
        """
        echo mine >victim; mkdir -p project/.git/logs/refs/sandboxed/1/heads
        ln -s "$PWD/victim" project/.git/logs/refs/sandboxed/1/heads/main
        ln -s "$PWD/victim" project/.git/logs/refs/probe
        git -C project -c core.logAllRefUpdates=false update-ref refs/probe HEAD
        wc -l <victim | grep -x 2; echo mine >victim
        """);
    agent("git commit -q --allow-empty -m two");

    assertThat(fetch().refs()).containsKey("refs/sandboxed/1/heads/main");

    assertThat(shell("cat victim")).isEqualTo("mine\n");
  }

  @Test
  void theConfigurationBesideTheRefsIsNotRead() throws IOException {
    agent("git commit -q --allow-empty -m two");
    shell(
        """
        cd project; printf '[core]\\nrepositoryformatversion = 1\\n[extensions]\\nunknown = true\\n' >.git/config
        ! git rev-parse HEAD
        mkfifo pipe; printf '[include]\\npath = ../pipe\\n' >>.git/config
        """);

    assertThat(fetch().refs()).containsKey("refs/sandboxed/1/heads/main");
  }

  @Test
  void aFileThatIsAllHoleIsNotCopied() throws IOException {
    agent("git commit -q --allow-empty -m two; mkdir -p .git/objects/ff");
    Path loose = place.resolve("agent/.git/objects/ff/" + "0".repeat(38));
    hole(loose);

    assertThat(fetch().refs()).containsKey("refs/sandboxed/1/heads/main");

    hole(place.resolve("agent/.git/objects/pack/pack-" + "0".repeat(40) + ".pack"));
    assertThat(fetch().problem().orElse("")).contains("did not accept");
    assertThat(shell("ls -A kept")).isEmpty();
  }

  private static void hole(Path file) throws IOException {
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(ENDLESS);
    }
  }

  @Test
  void aListOfRefsThatIsALinkIsNotFollowed() throws IOException {
    shell("echo '# pack-refs with: sorted ' >list; ln -s ../../list project/.git/packed-refs");
    agent("git commit -q --allow-empty -m two");

    assertThat(fetch().problem().orElse("")).contains("it is not a regular file");
    assertThat(shell("git -C project for-each-ref refs/sandboxed")).isEmpty();
  }

  @Test
  void aRepositoryWithOtherDigestsGetsItsCommits() throws IOException {
    shell(
        """
        rm -rf project; git init -q -b main --object-format=sha256 project
        git -C project commit -q --allow-empty -m one
        """);
    agent("git commit -q --allow-empty -m two; git repack -qad");

    assertThat(fetch().refs()).containsKey("refs/sandboxed/1/heads/main");

    assertThat(
            shell("cd project; git fsck --strict; git log --format=%s refs/sandboxed/1/heads/main"))
        .endsWith("two\none\n");
  }
}
