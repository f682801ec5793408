package dev.sandboxed.host.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sandboxed.files.Obstacle;
import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectSurveyTest {

  @TempDir Path temporary = Path.of("");

  private Path top = Path.of("");

  @BeforeEach
  void real() throws IOException {
    top = temporary.toRealPath();
  }

  @Test
  void socketsAreFoundAtAnyDepthAndUnderAnyName() throws IOException {
    List<Path> sockets =
        Stream.of("s", "a/.git/s", "a/with 'space'\nand line")
            .map(top::resolve)
            .map(ProjectSurveyTest::socket)
            .sorted()
            .toList();

    assertThat(survey(List.of(top)).sockets()).containsExactlyElementsOf(sockets);
  }

  @Test
  void aTreeIsWalkedOnceHoweverManyPathsLeadThere() {
    Path socket = socket(top.resolve("a/s"));
    Path link = Disk.link(top.resolve("link"), "a");

    assertThat(survey(List.of(link, top.resolve("a"), top.resolve("gone"))).sockets())
        .containsExactly(socket);
  }

  @Test
  void patternsFindWhatJavasOwnWalkFinds() throws IOException {
    Stream.of(
            ".env",
            "a/.env",
            "a/.env.d/x",
            "a/.git/.env",
            "b/prod.pem",
            "b/x.env.y",
            "c/pem",
            "c/secrets/deep/x",
            "c/secrets/y",
            "\u00fc/\u00e4.pem",
            "line\nbreak/z.pem",
            "e/(odd) [names]{2}+^$|\\\\.<x>'",
            "f/\u00fc.pem",
            "*.pem")
        .forEach(name -> Disk.file(top.resolve(name), "x"));
    Disk.link(top.resolve("out"), "/etc");
    List<Glob> globs =
        Stream.of(
                "**/.env",
                "**/.env.*",
                "**/*.pem",
                "**/secrets/*",
                "**/secrets/**",
                "b/**/x.?nv.y",
                "**/(odd) [names]{2}+^$|\\\\.<x>'*",
                "e/**",
                "**/f/*",
                "**/?.pem")
            .map(pattern -> Glob.of(top, pattern))
            .toList();

    Survey survey = survey(List.of(top), globs);

    for (Glob glob : globs) {
      assertThat(survey.matches().get(glob))
          .as(glob.toString())
          .isNotEmpty()
          .isEqualTo(
              GlobWalk.from(ThisMachine.INQUIRY, glob.base(), List.of(glob), List.of()).get(glob));
    }
  }

  @Test
  void directoriesThatCannotBeLookedIntoAreReported() throws IOException {
    Disk.file(top.resolve("a/closed/.env"), "x");
    Disk.file(top.resolve("a/names/known/.env"), "x");
    Path closed = mode(top.resolve("a/closed"), "---------");
    Path unlisted = mode(top.resolve("a/names"), "--x------");
    Glob glob = new Glob(top, "**/closed");

    Survey survey = survey(List.of(top), List.of(glob));

    assertThat(survey.closed())
        .extracting(Obstacle::place, Obstacle::passage)
        .containsExactlyInAnyOrder(
            tuple(closed, Obstacle.Passage.OWNER), tuple(unlisted, Obstacle.Passage.OPEN));
    assertThat(survey.matches().get(glob)).containsExactly(closed);
    mode(closed, "rwx------");
    mode(unlisted, "rwx------");
  }

  /** A launch must not wait for Java to read the names of a hundred thousand files. */
  @Test
  void whatNoPatternMatchesIsNotEvenReported() throws IOException {
    Disk.file(top.resolve("a/plain"), "x");
    Disk.file(top.resolve("a/.env"), "x");
    Disk.program(
        top.resolve("bin/find"), "#!/bin/sh\n/usr/bin/find \"$@\" | tee " + top + "/said\n");
    ProjectSurvey begun =
        ProjectSurvey.begin(
            Programs.on(ThisMachine.INQUIRY, top.resolve("bin") + ":/usr/bin"),
            new SurveyScope(List.of(top), List.of(Glob.of(top, "**/.env")), List.of()));

    assertThat(begun.answer().matches().values()).containsExactly(List.of(top.resolve("a/.env")));
    assertThat(Files.readString(top.resolve("said")).split("\0"))
        .containsExactly("f " + top.resolve("a/.env"), "c /dev/null");
  }

  @Test
  void moreExpressionsThanOneWordHoldsAreAnsweredAllTheSame() {
    Path key = Disk.file(top.resolve("a/7999.key"), "x");
    List<Glob> globs =
        IntStream.range(0, 8000)
            .mapToObj(number -> Glob.of(top, "**/" + number + ".key*"))
            .toList();

    assertThat(survey(List.of(top), globs).matches().get(globs.getLast())).containsExactly(key);
  }

  @Test
  void aNameThatIsNotUtf8KeepsItsBytes() throws IOException {
    Path odd = Path.of(URI.create("file://" + top + "/.env.%ff"));
    Files.createFile(odd);

    assertThat(survey(List.of(top), List.of(new Glob(top, "**/.env.*"))).matches().values())
        .containsExactly(List.of(odd));
  }

  @Test
  void ofWhatIsOnlyCountedNotEverythingIsKept() {
    IntStream.range(0, Survey.MOST_COUNTED + 5)
        .forEach(number -> Disk.file(top.resolve(number + ".pem"), "x"));
    Glob kind = new Glob(top, "**/*.pem");
    ProjectSurvey begun =
        ProjectSurvey.begin(
            Programs.on(ThisMachine.INQUIRY, "/usr/bin:/bin"),
            new SurveyScope(List.of(top), List.of(), List.of(kind)));

    assertThat(begun.answer().counted().get(kind)).hasSize(Survey.MOST_COUNTED);
  }

  @Test
  void withoutFindNothingStarts() {
    ProjectSurvey begun =
        ProjectSurvey.begin(
            Programs.on(ThisMachine.INQUIRY, "/nowhere"),
            new SurveyScope(List.of(top), List.of(), List.of()));

    assertThatThrownBy(begun::answer)
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("apt-get install findutils");
  }

  @Test
  void aFindThatFailsIsNotAnEmptyProject() {
    assertThat(Refusals.textsOf(begun("echo 'find: oh \033[1mno' >&2; exit 1")::answer).getFirst())
        .startsWith("cannot look at everything that the sandbox would show: find: oh no");
  }

  /** Neither is a find that ends early, or whose output cannot be understood. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "printf 'd /a\\0'", "printf 'x\\0c /dev/null\\0'", "yes"})
  void whatFindDoesNotReportIsNotMissing(String script) {
    assertThat(Refusals.codesOf(begun(script + " | head -c 200000")::answer))
        .containsExactly("host.not-all-seen");
  }

  private ProjectSurvey begun(String script) {
    Path bin = top.resolve("bin");
    Disk.program(bin.resolve("find"), "#!/bin/sh\n" + script + "\n");
    return ProjectSurvey.begin(
        Programs.on(ThisMachine.INQUIRY, bin.toString()),
        new SurveyScope(List.of(top), List.of(), List.of()));
  }

  private static Survey survey(List<Path> directories) {
    return survey(directories, List.of());
  }

  private static Survey survey(List<Path> directories, List<Glob> globs) {
    return ProjectSurvey.begin(
            Programs.on(ThisMachine.INQUIRY, "/usr/bin:/bin"),
            new SurveyScope(directories, globs, List.of()))
        .answer();
  }

  private static Path mode(Path directory, String mode) throws IOException {
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }

  private static Path socket(Path path) {
    Disk.directory(path.resolveSibling(""));
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(path));
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
