package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentFinderTest {

  @TempDir Path temporary = Path.of("");

  private Path home = Path.of("");

  @BeforeEach
  void aHome() throws IOException {
    home = Disk.directory(temporary.toRealPath().resolve("home/ana"));
  }

  @Test
  void aSystemProgramNeedsNothingOfItsOwn() {
    AgentCommand command = found(finder("/usr/bin"), "env", "A=1", "x").command();
    assertThat(command.words().getFirst()).endsWith("/env");
    assertThat(command.words()).endsWith("A=1", "x");
    assertThat(command.files()).isEmpty();
    assertThat(command.path()).isEmpty();
  }

  @Test
  void aSingleBinaryConsistsOfItselfAndNothingAroundIt() {
    Path program = Disk.program(home.resolve(".local/bin/agent"), "\u007fELF");
    AgentCommand command = found(finder(home.resolve(".local/bin").toString()), "agent").command();
    assertThat(command.words()).containsExactly(program.toString());
    assertThat(own(command)).containsExactly(program);
  }

  @Test
  void aProgramBehindASymlinkIsCalledByTheNameThatItWasFoundBy() {
    Path program = Disk.program(home.resolve(".local/share/agent/versions/2/agent"), "\u007fELF");
    Path link = Disk.link(home.resolve(".local/bin/agent"), "../share/agent/versions/2/agent");
    AgentCommand command = found(finder(home.resolve(".local/bin").toString()), "agent").command();
    assertThat(command.words()).containsExactly(link.toString());
    assertThat(own(command)).containsExactly(program);
    assertThat(links(command))
        .containsExactly(new AgentCommand.Link(link, "../share/agent/versions/2/agent"));
  }

  @Test
  void aGlobalNpmPackageIsThePackageAndItsNode() {
    Path prefix = home.resolve(".nvm/versions/node/v22.1.0");
    Disk.program(
        prefix.resolve("lib/node_modules/@acme/agent/bin/agent.js"), "#!/usr/bin/env node\n");
    Path link =
        Disk.link(prefix.resolve("bin/agent"), "../lib/node_modules/@acme/agent/bin/agent.js");
    Disk.program(prefix.resolve("bin/node"), "\u007fELF");
    AgentCommand command = found(finder(prefix.resolve("bin").toString()), "agent", "-x").command();
    assertThat(command.words()).containsExactly(link.toString(), "-x");
    assertThat(own(command))
        .containsExactly(prefix.resolve("lib/node_modules/@acme/agent"), prefix);
    assertThat(command.path()).containsExactly(prefix.resolve("bin").toString());
  }

  @Test
  void aGlobalNpmPackageWithoutAScopeIsItsOwnDirectory() {
    Path bundle = Disk.program(home.resolve(".npm-global/lib/node_modules/agent/a.js"), "// x\n");
    Disk.link(home.resolve(".npm-global/bin/agent"), "../lib/node_modules/agent/a.js");
    AgentCommand command =
        found(finder(home.resolve(".npm-global/bin").toString()), "agent").command();
    assertThat(own(command)).containsExactly(bundle.getParent());
  }

  @Test
  void aPackageInAProjectNeedsItsNeighbours() {
    Path modules = home.resolve("tools/node_modules");
    Disk.program(modules.resolve("agent/cli.js"), "// x\n");
    Disk.program(modules.resolve("agent/node_modules/inner/cli.js"), "// x\n");
    Disk.link(modules.resolve(".bin/agent"), "../agent/cli.js");
    Disk.link(modules.resolve(".bin/inner"), "../agent/node_modules/inner/cli.js");
    AgentFinder finder = finder(modules.resolve(".bin").toString());
    assertThat(own(found(finder, "agent").command())).containsExactly(modules);
    assertThat(own(found(finder, "inner").command())).containsExactly(modules);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin", ".local/bin"})
  void anInterpreterAmongTheHomesOwnProgramsDoesNotBringTheHomeAlong(String directory) {
    Path interpreter = Disk.program(home.resolve(directory).resolve("node"), "\u007fELF");
    Path script = Disk.program(home.resolve("agent.js"), "#!/usr/bin/env node\n");
    AgentCommand command =
        found(finder(home.resolve(directory).toString()), script.toString()).command();
    assertThat(own(command)).containsExactly(script, interpreter);
    assertThat(command.path()).containsExactly(home.resolve(directory).toString());
  }

  @Test
  void whatAnAgentMayHaveWrittenBringsNothingAlong() {
    Path secrets = Disk.file(home.resolve(".ssh/bin/key"), "x");
    Path project = Disk.directory(home.resolve("project"));
    Disk.directory(home.resolve(".ssh/lib"));
    Path script = Disk.program(project.resolve("tool"), "#!" + secrets + "\n");
    Disk.program(home.resolve("private"), "\u007fELF");
    Path link = Disk.link(project.resolve("sly"), "../private");
    assertThat(found(finder("/usr/bin"), script.toString()).command().files()).isEmpty();
    assertThat(found(finder("/usr/bin"), link.toString()).command().files()).isEmpty();
  }

  @Test
  void theLinksThatAnAgentMayHaveMadeAreNotMadeInside() {
    Path real = Disk.program(home.resolve("private/tool"), "\u007fELF");
    Path cache = Disk.directory(home.resolve("cache"));
    Path inCache = Disk.link(cache.resolve("tool"), real.toString());
    Path mine = Disk.link(home.resolve("bin/tool"), inCache.toString());
    Programs programs = Programs.on(ThisMachine.INQUIRY, "");
    AgentFinder finder = new AgentFinder(programs, programs, List.of(cache), List.of(home));
    AgentCommand command = found(finder, mine.toString()).command();
    assertThat(command.words()).containsExactly(mine.toString());
    assertThat(command.files()).isEmpty();
    assertThat(links(command)).containsExactly(new AgentCommand.Link(mine, inCache.toString()));
  }

  @Test
  void aDirectoryBehindALinkThatAnAgentMayHaveMadeBringsNothingAlong() {
    Path modules = home.resolve("other/node_modules");
    Disk.program(modules.resolve("tool/cli.js"), "// x\n");
    Disk.link(modules.resolve(".bin/tool"), "../tool/cli.js");
    Path project = Disk.directory(home.resolve("project"));
    Disk.link(project.resolve("node_modules"), modules.toString());
    Path named = project.resolve("node_modules/.bin/tool");
    assertThat(found(finder(""), named.toString()).command().files()).isEmpty();
  }

  @Test
  void whatAnAgentMayHaveWrittenMarksNoInstallation() {
    Path program = Disk.program(home.resolve("go/bin/x"), "\u007fELF");
    Disk.directory(home.resolve("go/pkg/tool"));
    Programs programs = Programs.on(ThisMachine.INQUIRY, "");
    for (Path written : List.of(home.resolve("elsewhere"), home.resolve("go/pkg"))) {
      Disk.directory(written);
      AgentFinder finder = new AgentFinder(programs, programs, List.of(written), List.of(home));
      assertThat(own(found(finder, program.toString()).command()))
          .containsExactly(written.endsWith("pkg") ? program : home.resolve("go"));
    }
  }

  @Test
  void anInstallationComesAsAWhole() {
    for (String mark : List.of("pyvenv.cfg", "lib/modules", "pkg/tool/x", "conda-meta/x")) {
      Path prefix = home.resolve("sdk-" + mark.replace('/', '-'));
      Disk.file(prefix.resolve(mark), "x");
      Path program = Disk.program(prefix.resolve("bin/x"), "\u007fELF");
      assertThat(own(found(finder(""), program.toString()).command())).containsExactly(prefix);
    }
    // What is in the home itself is no part of an installation.
    Disk.file(home.resolve("pyvenv.cfg"), "x");
    Path program = Disk.program(home.resolve("bin/x"), "\u007fELF");
    assertThat(own(found(finder(""), program.toString()).command())).containsExactly(program);
  }

  @Test
  void theInterpreterOfAVirtualEnvironmentBringsWhatItIsMadeOf() {
    Path python = Disk.program(home.resolve("pythons/3.13/bin/python3.13"), "\u007fELF");
    Disk.directory(home.resolve("pythons/3.13/lib"));
    Path environment = home.resolve("venvs/x");
    Disk.file(environment.resolve("pyvenv.cfg"), "home = x");
    Path link = Disk.link(environment.resolve("bin/python"), python.toString());
    Path script = Disk.program(environment.resolve("bin/tool"), "#!" + link + "\n");
    for (Path program : List.of(link, script)) {
      AgentCommand command = found(finder(""), program.toString()).command();
      assertThat(command.words()).containsExactly(program.toString());
      assertThat(own(command)).containsExactly(environment, home.resolve("pythons/3.13"));
    }
  }

  @Test
  void aScriptForTheSystemShellNeedsOnlyItself() {
    Path script = Disk.program(home.resolve("agent"), "#!/bin/sh\n");
    assertThat(own(found(finder("/usr/bin"), script.toString()).command())).containsExactly(script);
  }

  @Test
  void aRelativePathStartsWhereThePersonIs() {
    Path program = Disk.program(home.resolve("work/tool"), "\u007fELF");
    assertThat(finder("").find(List.of("./tool"), home.resolve("work")))
        .map(agent -> agent.command().words())
        .contains(List.of(program.toString()));
  }

  @Test
  void aMissingProgramIsNotFound() {
    Disk.link(home.resolve("bin/broken"), "nowhere");
    AgentFinder finder = finder(home.resolve("bin").toString());
    assertThat(finder.find(List.of("agent"), home)).isEmpty();
    assertThat(finder.find(List.of("broken"), home)).isEmpty();
    assertThat(finder.find(List.of("./agent"), home)).isEmpty();
  }

  @Test
  void whatCannotBeExecutedIsReportedWithItsOwnStatus() {
    Path file = Disk.file(home.resolve("notes"), "x");
    for (Path path : List.of(file, home)) {
      UserFailure failure = Refusals.of(() -> finder("").find(List.of(path.toString()), home));
      assertThat(failure.exitStatus()).isEqualTo(126);
      assertThat(failure.problems().getFirst().code()).isEqualTo("agent.not-executable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"#!/usr/bin/env missing-interpreter\n", "#!/nowhere/interpreter\n"})
  void aMissingInterpreterIsReportedBeforeAnythingStarts(String text) {
    Path script = Disk.program(home.resolve("agent"), text);
    UserFailure failure =
        Refusals.of(() -> finder("/usr/bin").find(List.of(script.toString()), home));
    assertThat(failure.exitStatus()).isEqualTo(127);
    assertThat(failure.problems().getFirst().code()).isEqualTo("agent.no-interpreter");
  }

  private AgentFinder finder(String path) {
    Programs programs = Programs.on(ThisMachine.INQUIRY, path);
    return new AgentFinder(
        programs,
        programs,
        List.of(home.resolve("project")),
        List.of(home, home.resolve(".local/share")));
  }

  private FoundAgent found(AgentFinder finder, String... words) {
    Optional<FoundAgent> agent = finder.find(Stream.of(words).toList(), home);
    return agent.orElseThrow();
  }

  private static List<AgentCommand.Link> links(AgentCommand command) {
    return command.ways().stream().flatMap(way -> way.links().stream()).toList();
  }

  private static List<Path> own(AgentCommand command) {
    assertThat(command.files()).allMatch(file -> file.source().equals(file.path()));
    return command.files().stream().map(AgentCommand.OwnFile::path).toList();
  }
}
