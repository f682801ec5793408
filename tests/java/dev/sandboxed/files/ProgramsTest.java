package dev.sandboxed.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

  @TempDir Path temporary = Path.of("");

  private Path top = Path.of("");

  @BeforeEach
  void real() throws IOException {
    top = temporary.toRealPath();
  }

  @Test
  void theFirstExecutableFileOnPathIsTheProgram() {
    Disk.file(top.resolve("a/tool"), "not executable");
    Disk.directory(top.resolve("b/tool"));
    Path third = Disk.program(top.resolve("c/tool"), "");
    Disk.program(top.resolve("d/tool"), "");
    Programs programs =
        Programs.on(ThisMachine.INQUIRY, "%s/a:%s/b:%s/c:%s/d".formatted(top, top, top, top));
    assertThat(programs.find("tool")).contains(third);
    assertThat(programs.find("other")).isEmpty();
  }

  @Test
  void relativeAndEmptyEntriesAreLeftOut() {
    assertThat(Programs.on(ThisMachine.INQUIRY, ":bin:.:/usr/bin:./x:").directories())
        .containsExactly(Path.of("/usr/bin"));
    assertThat(Programs.on(ThisMachine.INQUIRY, "").directories()).isEmpty();
  }

  @Test
  void whatAnAgentCouldPlantInTheProjectIsLeftOut() {
    Path project = Disk.directory(top.resolve("project"));
    Disk.program(project.resolve("bin/bwrap"), "");
    Disk.link(top.resolve("sly"), project.resolve("bin").toString());
    Path honest = Disk.program(top.resolve("project-tools/bwrap"), "");
    String path =
        "%s/project/bin:%s/sly:%s/project/later:%s/project-tools/../project/bin:%s/project-tools"
            .formatted(top, top, top, top, top);
    Programs programs = Programs.on(ThisMachine.INQUIRY, path).outside(List.of(project));
    assertThat(programs.directories()).containsExactly(honest.getParent());
    assertThat(programs.find("bwrap")).contains(honest);
    // Nor is a link of the person's to what is there.
    Disk.program(project.resolve("git"), "");
    Disk.link(top.resolve("project-tools/git"), project.resolve("git").toString());
    assertThat(Programs.on(ThisMachine.INQUIRY, path).find("git")).isPresent();
    assertThat(programs.find("git")).isEmpty();
  }
}
