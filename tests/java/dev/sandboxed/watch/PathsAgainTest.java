package dev.sandboxed.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.files.Entry;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What find is to print of a path, so that nothing else prints the same. */
class PathsAgainTest {

  @TempDir Path directory;

  private final PathsAgain paths = new PathsAgain(new Clockwork(Instant.EPOCH, ""), List.of());

  @Test
  void aLinkIsALineWithItsText() throws Exception {
    Path link = link("plain", "elsewhere");
    assertThat(paths.group(PathsAgain.Group.ITSELF).get(link.toString()))
        .startsWith("l ")
        .endsWith(" elsewhere\n");
  }

  @Test
  void aLinkWhoseTextHasTheLineOfAnotherIsNotAskedAbout() {
    // {"A\nl 1000 B", "C"} would print the same as {"A", "B\nl 1000 C"}.
    assertThatThrownBy(() -> link("one", "A\nl 1000 B")).isInstanceOf(ColdException.class);
  }

  @Test
  void whereALinkWasFollowedItsTextIsAskedAndThenWhatItLeadsTo() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path second = Files.createSymbolicLink(directory.resolve("second"), file.getFileName());
    Path first = Files.createSymbolicLink(directory.resolve("first"), second);
    Object owner = Files.getAttribute(file, "unix:uid");

    paths.ask(new Asked(Question.Kind.LEADS_TO, first.toString(), "file 644 " + owner + " 1"));
    assertThat(paths.group(PathsAgain.Group.ITSELF))
        .containsOnly(
            Map.entry(first.toString(), "l " + owner + " " + second + "\n"),
            Map.entry(second.toString(), "l " + owner + " file\n"),
            Map.entry(file.toString(), "f 644 " + owner + " 1\n"));
    Path ring = Files.createSymbolicLink(directory.resolve("ring"), Path.of("ring"));
    for (Path endless : List.of(ring, Path.of("/proc/self/cwd"))) {
      Asked asked = new Asked(Question.Kind.LEADS_TO, endless.toString(), "directory 755 0 1");
      assertThatThrownBy(() -> paths.ask(asked)).isInstanceOf(ColdException.class);
    }
  }

  @Test
  void whatIsNoLongerWhatItWasIsNotTakenForIt() throws Exception {
    Path device = Path.of("/dev/null");
    paths.ask(new Asked(Question.Kind.LEADS_TO, device.toString(), "special 666 0 1"));
    assertThat(paths.group(PathsAgain.Group.ITSELF).values()).containsExactly("c 666 0\n");
    Path file = Files.createFile(directory.resolve("socket"));
    Path place = Files.createDirectory(directory.resolve("pipe"));
    for (Path path : List.of(file, place)) {
      Entry entry = ThisMachine.INQUIRY.at(path);
      String mark = "special " + Integer.toOctalString(entry.mode()) + " " + entry.owner() + " 1";
      assertThatThrownBy(() -> paths.ask(new Asked(Question.Kind.LEADS_TO, path.toString(), mark)))
          .isInstanceOf(ColdException.class);
    }
  }

  private Path link(String name, String target) throws IOException, ColdException {
    Path link = Files.createSymbolicLink(directory.resolve(name), Path.of(target));
    paths.ask(new Asked(Question.Kind.LINK, link.toString(), target));
    return link;
  }
}
